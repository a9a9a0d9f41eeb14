"""Makes an agency with its first program and administrator."""

import argparse

from keyworker.agencies.models import Agency
from keyworker.console.agencies import add_agency
from keyworker.console.environment import Installation


def run(options: argparse.Namespace, installation: Installation) -> int:
    """Print how the administrator signs in; the password is shown only now."""
    agency = Agency(name=options.name, slug=options.slug, code=options.code.upper(), time_zone=options.time_zone)
    password = add_agency(
        agency, program=options.program, administrator=options.administrator, email=options.email.lower()
    )
    print(f"{options.name} is set up. {options.administrator} signs in as {options.email.lower()}")
    print(f"with this first password, shown only now: {password}")
    return 0
