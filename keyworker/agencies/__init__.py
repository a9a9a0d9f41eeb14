"""Trust: agencies, programmes, teams, sites and the staff who work there."""
