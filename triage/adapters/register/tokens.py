"""What the register knows a request by that has no draft: a fingerprint of what it says, so that it is kept once."""

import json
from hashlib import sha256

from triage.adapters.register.requestjson import request_data
from triage.core.request.request import Request, as_given


def content_hash(request: Request) -> str:
    """Return a fingerprint of title, asker and answers; the same on every computer and for every version."""
    data = {name: value for name, value in request_data(as_given(request)).items() if name != "profile"}
    return sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
