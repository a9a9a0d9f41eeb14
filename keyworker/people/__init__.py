"""The file: the person, their household and kin, how to reach them safely, and who cares for them."""
