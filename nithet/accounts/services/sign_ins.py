"""What is kept of attempts to sign in."""

from datetime import datetime, timedelta

from django.db import transaction

from nithet.accounts import belonging
from nithet.accounts.models import SignIn, User
from nithet.accounts.services.telling import tell
from nithet.core.clock import now

KEPT_FOR = timedelta(days=90)
A_BATCH = 2000
# While a name is locked, one row a minute is enough to know of it.
LOCKED_ONCE_IN = timedelta(minutes=1)

VERBS = {
    SignIn.Outcome.DONE: "account.signed_in",
    SignIn.Outcome.WRONG: "account.sign_in_failed",
    SignIn.Outcome.WRONG_CODE: "account.sign_in_failed",
    SignIn.Outcome.LOCKED: "account.locked",
    SignIn.Outcome.CLOSED: "account.sign_in_refused",
}


@transaction.atomic
def note_sign_in(
    user: User | None,
    typed: str,
    outcome: SignIn.Outcome,
    way: SignIn.Way,
    *,
    address: str | None,
    agent: str,
) -> None:
    """Keep an attempt; where the account is known, history tells of it too."""
    at = now()
    name = user.username if user else _hidden(typed)
    if outcome == SignIn.Outcome.LOCKED and _just_noted(name, at):
        return
    SignIn.objects.create(
        user=user, office_id=belonging.office_id(user) if user else None, name=name[:150], at=at,
        address=address, agent=agent[:200], way=way, outcome=outcome,
    )  # fmt: skip
    if user:
        by = user if outcome == SignIn.Outcome.DONE else None
        tell(VERBS[outcome], by=by, on=user, way=way.value)


def _hidden(typed: str) -> str:
    """A name that nobody has may be a password in the wrong field: its beginning is enough."""
    return f"{typed[:3]}…" if typed else ""


def _just_noted(name: str, at: datetime) -> bool:
    lately = SignIn.objects.filter(name=name, at__gt=at - LOCKED_ONCE_IN, outcome=SignIn.Outcome.LOCKED)
    return lately.exists()


def purge_sign_ins(*, at: datetime) -> int:
    """Forget attempts older than 90 days, in batches. Returns how many."""
    gone = 0
    while ids := list(SignIn.objects.filter(at__lt=at - KEPT_FOR).values_list("pk", flat=True)[:A_BATCH]):
        gone += SignIn.objects.filter(pk__in=ids).delete()[0]
    return gone
