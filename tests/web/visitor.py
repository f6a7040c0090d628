"""A visitor without JavaScript, who keeps cookies and fills in forms."""

from __future__ import annotations

import re

from datasette.app import Datasette

from tests.web.checks import Page


class Visitor:
    """A browser without JavaScript: keeps cookies, and fills in the token of the form it sees."""

    def __init__(self, ds: Datasette, host: str = "localhost") -> None:
        self.ds, self.host = ds, host
        self.cookies: dict[str, str] = {}

    async def get(self, path: str) -> str:
        response = await self.ds.client.get(path, cookies=self.cookies, headers={"host": self.host})
        assert response.status_code == 200, path
        self.cookies |= dict(response.cookies)
        assert Page(response.text).problems == []
        return str(response.text)

    async def post(self, path: str, form: dict[str, object], **headers: str) -> tuple[int, str]:
        response = await self.ds.client.post(
            path, data=form, cookies=self.cookies, headers={"host": self.host, **headers}
        )
        self.cookies |= dict(response.cookies)
        return response.status_code, response.headers.get("location", "")

    async def send(self, page: str, path: str, **form: object) -> str:
        token = re.search(r'name="csrftoken" value="([^"]+)"', await self.get(page))
        assert token, page
        status, location = await self.post(path, {"csrftoken": token[1], **form})
        assert status == 303
        return location
