"""Reads of accounts."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from nithet.accounts.models import SignIn, User


def user_of(typed: str) -> User | None:
    """Whose user name, or confirmed or given e-mail address, was typed."""
    name = typed.strip().lower()
    if found := User.objects.filter(username=name).first():
        return found
    if "@" not in name:
        return None
    users = users_of_address(name)
    return users[0] if len(users) == 1 else None


def users_of_address(email: str) -> list[User]:
    """Active users to whom the address belongs: confirmed by them, or given by their office."""
    address = email.strip().lower()
    confirmed = EmailAddress.objects.filter(email=address, verified=True).values("user")
    found = User.objects.filter(pk__in=confirmed) or User.objects.filter(email=address)
    return [user for user in found if user.is_active]


def sign_ins_of(office_id: UUID) -> QuerySet[SignIn]:
    """Attempts to sign in to accounts of an office, newest first."""
    return SignIn.objects.filter(office_id=office_id).select_related("user").order_by("-at", "-pk")
