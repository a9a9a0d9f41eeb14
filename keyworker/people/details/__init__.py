"""Who somebody is, carefully: in their own words, by numbers and codes others ask for, and when they have died."""
