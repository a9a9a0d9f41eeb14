"""Addresses of style sheets, scripts and pictures, worked out once by each process that serves."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class KnownAddresses(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """No static file gets another name while a process serves, and a page names fifteen."""

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)
        self._known: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address by the content's hash. Raises `ValueError` for a file that was not collected."""
        if force or name not in self._known:
            self._known[name] = super().url(name, force)
        return self._known[name]
