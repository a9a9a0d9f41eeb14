"""One sign-in, whoever it belongs to. What it may do depends on the staff place or portal account behind it."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from keyworker.base import clock
from keyworker.base.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Makes users; there are no super-users, for nobody may walk round the gates."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A sign-in: an address, a password, and (through allauth) passkeys or a code generator."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now, editable=False)
    language = models.CharField(max_length=12, blank=True)
    theme = models.CharField(max_length=10, blank=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    class Privacy:
        identifying = ("email",)
        general = ("password", "last_login", "is_active", "date_joined", "language", "theme", "id")

    def __repr__(self) -> str:
        return f"<User {self.pk}>"

    __str__ = __repr__
