"""The path: referrals in, screening, waitlist, admission."""
