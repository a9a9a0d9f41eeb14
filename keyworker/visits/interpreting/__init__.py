"""Interpreters: who may be asked, for which visit somebody is booked, and whom a person does not want."""
