"""An HTTP server that answers as the robots of the three group chats do, refusals and limits included."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY, SECRET = "abc-123", "SECdefgh"


def _sign(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


class BotServer:
    """`said` are the texts that arrived; `mood` is "well", "busy", "broken" (500), "silent" (hangs up) or "redirect"."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.asked = 0
        self.mood = "well"
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                owner.answer(self, body)

            def log_message(self, *args: Any) -> None:
                """Nothing on the terminal."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        self.asked += 1
        url = urlsplit(handler.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if self.mood == "silent":
            handler.close_connection = True
            return
        if self.mood == "redirect":
            handler.send_response(302)
            handler.send_header("Location", f"{self.address}/elsewhere")
            handler.end_headers()
            return
        if self.mood == "broken":
            self._reply(handler, 500, {})
            return
        check = {"/wecom": self._wecom, "/dingtalk": self._dingtalk}.get(url.path, self._feishu)
        self._reply(handler, 200, check(url.path, query, body))

    def _wecom(self, path: str, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        if self.mood == "busy":
            return {"errcode": 45009, "errmsg": "api freq out of limit"}
        if query.get("key") != KEY:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        return self._hear(body["text"]["content"], {"errcode": 0, "errmsg": "ok"})

    def _dingtalk(self, path: str, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        if self.mood == "busy":
            return {"errcode": 130101, "errmsg": "send too fast"}
        if query.get("sign") != _sign(SECRET, f"{query.get('timestamp')}\n{SECRET}"):
            return {"errcode": 310000, "errmsg": "sign not match"}
        return self._hear(body["text"]["content"], {"errcode": 0, "errmsg": "ok"})

    def _feishu(self, path: str, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        if self.mood == "busy":
            return {"code": 9499, "msg": "too many request"}
        if path != f"/feishu/{KEY}":
            return {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}
        if body.get("sign") != _sign(f"{body.get('timestamp')}\n{SECRET}", ""):
            return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
        return self._hear(body["content"]["text"], {"code": 0, "msg": "success", "data": {}})

    def _hear(self, text: str, reply: dict[str, Any]) -> dict[str, Any]:
        self.said.append(text)
        return reply

    def _reply(self, handler: BaseHTTPRequestHandler, status: int, reply: dict[str, Any]) -> None:
        data = json.dumps(reply).encode()
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)
