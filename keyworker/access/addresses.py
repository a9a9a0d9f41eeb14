"""Where a page is, for links between apps that do not know each other."""

from django.urls import NoReverseMatch, reverse


def address(name: str, *arguments: object) -> str:
    """The page's address; empty when its app was taken out of this installation, so that no link is shown."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
