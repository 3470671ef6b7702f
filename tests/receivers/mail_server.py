"""A mail server where exim4 cannot run, i.e. for users who are not root.  Argument: its folder.

Takes mail over STARTTLS with a password; keeps it in FOLDER/mail/new, one file each.  Prints its
port.
"""
import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

FOLDER = sys.argv[1]
REFUSALS = {
    "later": "451 4.2.0 mailbox busy, come again",
    "nobody": "550 5.1.1 no such person here",
}


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        refusal = REFUSALS.get(address.split("@")[0])
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = f"{FOLDER}/mail/new/{os.times().elapsed}"
        with open(name + ".part", "wb") as mail:
            mail.write(f"Return-path: <{envelope.mail_from}>\r\n".encode())
            mail.write(f"Envelope-to: {envelope.rcpt_tos[0]}\r\n".encode())
            mail.write(envelope.content)
        os.rename(name + ".part", name)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"lawtrace", b"pass word"))


async def main():
    os.makedirs(f"{FOLDER}/mail/new")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(f"{FOLDER}/server.pem", f"{FOLDER}/server.key")
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(Handler(), tls_context=context, require_starttls=True,
                     authenticator=authenticate, auth_required=True, hostname="localhost"),
        "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
