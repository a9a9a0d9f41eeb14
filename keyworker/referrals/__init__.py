"""The path: referrals out to other services, and what came of them."""
