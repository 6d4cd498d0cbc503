"""What the ledger brings to the site: its API, and how its events are told."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import ANYBODY, Notice, Step

API = "cofab.apps.realisation.ledger.api"
STEP = Step(
    name="ledger",
    stage="realisation",
    api=[("/ledger", f"{API}.ledger"), ("/custody", f"{API}.keeping"), ("/payments", f"{API}.payments")],
    order=10,
    notices={
        "custody.deposit": Notice(_("The custodian has received a deposit"), "/orders/{order}"),
        "custody.paid": Notice(_("The custodian has answered a pay-out"), "/money/{order}"),
        "direct.say_paid": Notice(
            _("Somebody says they paid you: confirm that it came"), "/money/{order}", asks=ANYBODY
        ),
        "direct.confirm": Notice(_("The payee has confirmed your payment"), "/money/{order}"),
    },
)
