"""Outside providers and the services they offer, in the words of Open Referral HSDS 3."""
