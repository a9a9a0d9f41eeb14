"""Pages of referrals out, and of speaking up."""
