# Makes personhood-words.json, from what docs/reference/messages.md says and from nothing else:
#
#     python3 personhood-words.py
#
# Every word that a person's proof carries, and the topics on which persons act: of fixed values, on a
# chain whose genesis block has the hash 0x11…11. Each entry has the bytes that are hashed, so that a client's
# author can compare step by step. The tickets are two of personhood-tickets.json.

import json
import pathlib
from hashlib import blake2b

HERE = pathlib.Path(__file__).parent
GENESIS = bytes([0x11]) * 32
RESERVED = b"\xffperson\x00"
# `polls.vote(3, 1)`: pallet 52, call 1.
CALL = bytes([52, 1]) + (3).to_bytes(4, "little") + (1).to_bytes(4, "little")


def u16(number):
    return number.to_bytes(2, "little")


def u32(number):
    return number.to_bytes(4, "little")


def u64(number):
    return number.to_bytes(8, "little")


def big(number):
    return number.to_bytes(32, "big")


def domain(name):
    return name.encode().ljust(16, b"\x00")


def hashed(content):
    return blake2b(content, digest_size=32).digest()


# Scopes, in SCALE.
QUOTA = b"\x00" + u32(7) + u16(2)
SESSION = b"\x01" + u32(7)
APPLICATION = b"\x02" + u32(6) + bytes(32)


def signed_ticket(vector):
    """A ticket with its evidence, in SCALE."""
    kinds = {"ed25519": 0, "sr25519": 1, "ecdsa": 2}
    # Behind the domain and the genesis hash stands the ticket.
    ticket = bytes.fromhex(vector["bytes"][2:])[48:]
    signature = bytes.fromhex(vector["signature"][2:])
    return ticket + bytes([0, kinds[vector["key"]["kind"]]]) + signature


vectors = json.loads((HERE / "personhood-tickets.json").read_text())
assert bytes.fromhex(vectors["genesis"][2:]) == GENESIS
enrol, renew, recover = (
    [ticket for ticket in vectors["tickets"] if ticket["purpose"] == purpose][:2]
    for purpose in ("Enrol", "Renew", "Recover")
)


def tickets(two):
    # Two of them: a compact 2, and one after the other.
    return b"\x08" + b"".join(map(signed_ticket, two))


entries = []


def entry(what, given, content, word, number):
    entries.append({
        "what": what,
        "given": given,
        "hashed": "0x" + content.hex(),
        "word": "0x" + word.hex(),
        **({"number": str(int.from_bytes(word, "big"))} if number else {}),
    })


def message(what, name, given, rest):
    content = domain(name) + GENESIS + rest
    entry(what, given, content, hashed(content), True)


def scope(what, name, given, rest):
    content = domain(name) + GENESIS + rest
    entry(what, given, content, RESERVED + hashed(content)[:24], True)


COMMITMENT = 15408416468355023650127915848718081169448349813325630080154562697710923387899
ACCOUNT = bytes([0xAA]) * 32
NULLIFIER = 42

scope("scope of knowledge", "census/know", "", b"")
scope("scope of a rotation", "census/rotation", "person 5, rotations 1", u32(5) + u32(1))
scope("scope of a veto", "census/vetoes", "person 5, recoveries 2", u32(5) + u32(2))
scope("scope of a quota act", "census/act-scope", "epoch 7, counter 2", QUOTA)
scope("scope of a session", "census/act-scope", "epoch 7", SESSION)
scope("scope of an application's act", "census/act-scope", "scope 6, topic zero", APPLICATION)
message("message of an enrolment", "census/enrol", "the first two tickets to enrol", tickets(enrol))
message("message of a renewal", "census/renew", "person 5, recoveries 0, the first two tickets to renew",
        u32(5) + u32(0) + tickets(renew))
message("message of a recovery", "census/recover", "person 5, recoveries 0, the first two tickets to recover",
        u32(5) + u32(0) + tickets(recover))
message("message of a rotation", "census/rotate", f"person 5, rotations 1, commitment {COMMITMENT}",
        u32(5) + u32(1) + big(COMMITMENT))
message("message of a veto", "census/veto", f"person 5, recoveries 2, commitment {COMMITMENT}",
        u32(5) + u32(2) + big(COMMITMENT))
message("message of an act", "census/act",
        "transaction version 1, scope 6 with topic zero, attempt 0, polls.vote(3, 1)",
        u32(1) + APPLICATION + b"\x00" + CALL)
message("message of a session", "census/session", "epoch 7, account 0xaa…aa", u32(7) + ACCOUNT)
content = domain("census/consent") + GENESIS + u32(7) + ACCOUNT + big(NULLIFIER)
entry("consent to a session", "epoch 7, account 0xaa…aa, nullifier 42", content, hashed(content), False)
content = domain("census/salt") + big(COMMITMENT)
entry("salt of a commitment", f"commitment {COMMITMENT}", content, bytes(1) + hashed(content)[:31], True)
content = b"census-anchors/claim1" + u64(9) + b"\x01"
entry("topic of a claim", "anchor 9, reviewedByHuman", content, hashed(content), False)
content = b"census/leases/rating:" + ACCOUNT
entry("topic of a rating", "provider 0xaa…aa", content, hashed(content), False)
content = b"census/leases/proof:" + GENESIS + u64(4) + u32(3) + ACCOUNT
entry("binding of a lease's proof", "lease 4, epoch 3, provider 0xaa…aa", content,
      bytes(1) + hashed(content)[:31], True)

document = {
    "origin": "Made by personhood-words.py from docs/reference/messages.md, with Python's own hashlib.",
    "genesis": "0x" + GENESIS.hex(),
    "words": entries,
}
(HERE / "personhood-words.json").write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
