"""Model fields whose text is sealed with the person's own key; opened only when somebody reads the attribute."""

import os
from operator import attrgetter
from typing import Any

from django.db import models

from keyworker.base.keyring import ring

SALT_BYTES = 16


def new_salt() -> bytes:
    """A person's own salt. Replacing it makes all they have sealed unreadable for ever: erasure (GDPR art. 17)."""
    return os.urandom(SALT_BYTES)


class _Opened:
    """The attribute: holds sealed bytes until read, plain text after being set."""

    def __init__(self, field: "SealedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        value = instance.__dict__.get(name)
        if isinstance(value, (bytes, memoryview)):
            value = instance.__dict__[name] = self.field.unseal(instance, bytes(value))
        elif value is None and name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
            return self.__get__(instance, owner)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text kept as AES-GCM bytes, bound to its table, column and row.

    `salt` names the path from the row to the bytes of the person's key ("person.key_salt").
    """

    def __init__(self, *args: Any, salt: str = "person.key_salt", **kwargs: Any) -> None:
        self.salt = salt
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "salt": self.salt}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opened(self))

    def seal(self, instance: models.Model, text: str) -> bytes:
        return ring().seal(text.encode(), salt=self._salt(instance), bound_to=self._place(instance))

    def unseal(self, instance: models.Model, sealed: bytes) -> str:
        return ring().open(sealed, salt=self._salt(instance), bound_to=self._place(instance)).decode()

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        return self.seal(model_instance, value) if isinstance(value, str) else value

    def _salt(self, instance: models.Model) -> bytes:
        return bytes(attrgetter(self.salt)(instance))

    def _place(self, instance: models.Model) -> str:
        return f"{instance._meta.db_table}.{self.column}.{instance.pk}"
