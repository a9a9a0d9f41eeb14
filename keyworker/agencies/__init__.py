"""Trust: agencies, programs, teams, sites and the staff who work there."""
