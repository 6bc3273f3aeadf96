#!/usr/bin/env python3
"""Verifies a dump of Earshot's archive (`earshot admin archive dump FILE`), or what was exported from it
(`earshot admin archive export TARGET`), without Earshot, its server, or its database.

Needs Python 3.8 and nothing else. The format and the algorithm are those of docs/archive-format.md; the words of the answer
are those of `earshot admin archive verify`. Exit status: 0 intact; 1 broken, unproven, or not readable; 2 wrong use.
"""
import argparse
import base64
import binascii
import bisect
import gzip
import hashlib
import json
import math
import os
import re
import struct
import sys
import zipfile
from datetime import date, datetime, timedelta

# --- Ed25519 (RFC 8032, section 5.1), for verifying only: slow, and no secrets pass through it

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def point_add(a, b):  # extended coordinates (X, Y, Z, T)
    e1 = (a[1] - a[0]) * (b[1] - b[0]) % P
    e2 = (a[1] + a[0]) * (b[1] + b[0]) % P
    e3 = 2 * a[3] * b[3] * D % P
    e4 = 2 * a[2] * b[2] % P
    e, f, g, h = e2 - e1, e4 - e3, e4 + e3, e2 + e1
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        scalar >>= 1
    return result


def point_equal(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_decode(encoded):
    """None if the 32 bytes are no point."""
    y = int.from_bytes(encoded, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else (0, y, 1, 0)
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - x2) % P != 0:
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point_decode(BASE_Y.to_bytes(32, "little"))


def ed25519_verifies(public_key, message, signature):
    if len(public_key) != 32 or len(signature) != 64:
        return False
    a = point_decode(public_key)
    r = point_decode(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % L
    return point_equal(point_multiply(s, BASE), point_add(r, point_multiply(h, a)))


# --- the canonical encoding

NO_HASH = bytes(32)
MAX_NUMBER = 2**63 - 1


class Unreadable(Exception):
    """Bytes that are not what an Earshot wrote."""


def sha256(data):
    return hashlib.sha256(data).digest()


def encode(*values):
    out = []
    for value in values:
        if isinstance(value, str):
            value = value.encode("utf-8", "surrogatepass")
        elif isinstance(value, int):
            value = struct.pack(">q", value)
        out.append(struct.pack(">i", len(value)))
        out.append(value)
    return b"".join(out)


class Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def bytes(self, wanted=None):
        if len(self.data) - self.at < 4:
            raise Unreadable("cut off")
        (length,) = struct.unpack_from(">i", self.data, self.at)
        self.at += 4
        if length < 0 or length > len(self.data) - self.at or (wanted is not None and length != wanted):
            raise Unreadable("a length of %d" % length)
        value = self.data[self.at : self.at + length]
        self.at += length
        return value

    def text(self):
        try:
            return self.bytes().decode("utf-8")
        except UnicodeDecodeError:
            raise Unreadable("not UTF-8")

    def number(self):
        return struct.unpack(">q", self.bytes(8))[0]

    def count(self):
        count = self.number()
        if count < 0:
            raise Unreadable("a count of %d" % count)
        return count

    def end(self):
        if self.at != len(self.data):
            raise Unreadable("bytes too many")


class Facts:
    def __init__(self, data):
        reader = Reader(data)
        self.entries = []
        for _ in range(reader.count()):
            name = reader.text()
            self.entries.append((name, reader.text()))
        reader.end()

    def all(self, name):
        return [value for key, value in self.entries if key == name]

    def first(self, name):
        values = self.all(name)
        return values[0] if values else None

    def parties(self):
        return sorted(set(self.all("from") + self.all("to")), key=lambda text: text.encode("utf-16-be", "surrogatepass"))


class Checkpoint:
    def __init__(self, body):
        reader = Reader(body)
        if reader.text() != "earshot-archive-checkpoint-1":
            raise Unreadable("not a checkpoint")
        self.chain = reader.bytes(16)
        self.sequence = reader.number()
        reader.number()
        self.previous = reader.bytes()
        self.heads = [(reader.bytes(16), reader.number(), reader.bytes()) for _ in range(reader.count())]
        reader.end()


# --- texts

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
HASH = r"([0-9a-f]{64})"
NUMBER = r"(0|[1-9][0-9]{0,18})"


def parse_uuid(text):
    if not UUID.fullmatch(text):
        raise Unreadable("no UUID")
    return bytes.fromhex(text.replace("-", ""))


def parse_number(text):
    if not re.fullmatch("-?[0-9]{1,19}", text):
        raise Unreadable("no number")
    return int(text)


def parse_hash(text):
    if not re.fullmatch("([0-9a-f]{2})*", text):
        raise Unreadable("no hash")
    return bytes.fromhex(text)


def uuid_text(chain):
    text = chain.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def counted(count, one):
    return "%d %s%s" % (count, one, "" if count == 1 else "s")


def time_text(micros):
    try:
        at = datetime(1970, 1, 1) + timedelta(microseconds=micros)
    except OverflowError:
        return "%d microseconds after 1970" % micros
    fraction = "%06d" % at.microsecond
    if fraction == "000000":
        fraction = ""
    elif fraction.endswith("000"):
        fraction = "." + fraction[:3]
    else:
        fraction = "." + fraction
    return at.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0") + fraction + "Z"


# --- anchors


class Anchors:
    """What one anchor file says."""

    def __init__(self, chain, data, name):
        self.chain = chain
        self.heads = []
        self.checkpoints = {}
        self.begun = False
        self.ended = False
        # of a file that was being written the rest is zeros, and perhaps pieces of a line
        finished = data[: data.find(b"\0")] if b"\0" in data else data
        finished = finished[: finished.rfind(b"\n") + 1]
        lines = finished.split(b"\n")
        for number, line in enumerate(lines[:-1], 1):
            if not self.accepts(line.decode("latin-1")):
                raise Unreadable("%s is damaged: line %d is not as it was written" % (name, number))
        if not self.is_unfinished(data[len(finished) :].rstrip(b"\0")):
            raise Unreadable("%s is damaged: line %d is not as it was written" % (name, len(lines)))

    def accepts(self, line):
        if line == "begin":
            first = not self.heads and not self.checkpoints and not self.ended
            self.begun = True
            return first
        head = re.fullmatch("head " + NUMBER + " " + HASH + " " + NUMBER, line)
        if head:
            number, digest = int(head.group(1)), bytes.fromhex(head.group(2))
            if number > MAX_NUMBER or int(head.group(3)) > MAX_NUMBER:
                return False
            last = self.heads[-1] if self.heads else None
            self.heads.append((number, digest))
            follows = last is None or number > last[0] or (number, digest) == last
            return self.begun and not self.ended and follows
        checkpoint = re.fullmatch("checkpoint " + NUMBER + " " + HASH, line)
        if checkpoint:
            sequence, digest = int(checkpoint.group(1)), bytes.fromhex(checkpoint.group(2))
            if sequence > MAX_NUMBER:
                return False
            return self.checkpoints.setdefault(sequence, digest) == digest and self.begun and not self.ended
        self.ended = line in ("end closed", "end recovered")
        return self.ended

    def is_unfinished(self, rest):
        if self.begun or self.ended:
            return len(rest) <= 128 and b"\n" not in rest[:-1]
        return b"begin\n".startswith(rest)


def read_syslog(path):
    """What a syslog server wrote of the anchors: earshot-anchor CHAIN and a line of an anchor file, somewhere in a line."""
    pattern = re.compile(
        "earshot-anchor ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) "
        "(begin|head " + NUMBER + " " + HASH + " " + NUMBER + "|checkpoint " + NUMBER + " " + HASH + ")(?![0-9a-zA-Z])"
    )
    chains = {}
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        for line in file:
            match = pattern.search(line.decode("latin-1"))
            if match:
                heads, checkpoints = chains.setdefault(match.group(1), ({}, {}))
                words = match.group(2).split(" ")
                known = {"head": heads, "checkpoint": checkpoints}.get(words[0], {})
                if words[0] != "begin" and known.setdefault(int(words[1]), words)[2] != words[2]:
                    raise Unreadable("%s says two things of one record or checkpoint: %s" % (path, match.group(0)))
    found = []
    for chain, (heads, checkpoints) in chains.items():
        rows = [checkpoints[each] for each in sorted(checkpoints)] + [heads[each] for each in sorted(heads)]
        text = "".join(" ".join(row) + "\n" for row in [["begin"]] + rows)
        found.append(Anchors(parse_uuid(chain), text.encode("ascii"), path))
    return found


def read_anchors(directory):
    if os.path.isfile(directory):
        return read_syslog(directory)
    found = []
    for name in sorted(os.listdir(directory)):
        if not name.endswith(".anchors"):
            continue
        text = name[: -len(".anchors")]
        if not UUID.fullmatch(text):
            raise Unreadable("%s is not named after a chain" % name)
        path = os.path.join(directory, name)
        with open(path, "rb") as file:
            found.append(Anchors(parse_uuid(text), file.read(), path))
    return found


# --- the dump


class Dump:
    """Reads a dump, as often as needed, line by line."""

    def __init__(self, path):
        self.path = path

    def lines(self):
        ended, records = False, 0
        with open(self.path, "r", encoding="ascii") as file:
            for number, text in enumerate(file):
                try:
                    line = json.loads(text, object_pairs_hook=unique)
                except ValueError:
                    raise Unreadable("%s: line %d is no JSON" % (self.path, number + 1))
                kind = next(iter(line)) if isinstance(line, dict) and line else None
                first = line == {"dump": "earshot-archive-dump-1"}
                if (number == 0) != first or ended or not (first or self.is_as_written(line, kind)):
                    raise Unreadable("%s: line %d is not as a dump has it" % (self.path, number + 1))
                records += kind == "record"
                ended = kind == "end"
                if ended and line["end"] != records:
                    raise Unreadable("%s has other records than its end counts" % self.path)
                yield line
        if not ended:
            raise Unreadable("%s was cut off" % self.path)

    @staticmethod
    def is_as_written(line, kind):
        """A line that is of two kinds would be read as one in one place and as the other in another."""
        if line == {"checkpoint": line.get("checkpoint"), "body": None}:
            return type(line["checkpoint"]) is str
        wanted = DUMP_LINES.get(kind)
        return (
            wanted is not None
            and set(line) == set(wanted)
            and all(is_of(line[name], types) for name, types in wanted.items())
        )


NULL = type(None)
TEXT_OR_NOT = (str, NULL)

DUMP_LINES = {
    "chain": {"chain": str, "signer": str, "node": str, "openedAt": int, "ended": bool},
    "checkpoint": {"checkpoint": str, "body": str, "signer": str, "signature": str},
    "record": {
        "record": str,
        "number": int,
        "eventId": str,
        "kind": str,
        "happenedAt": int,
        "retention": str,
        "factSalt": TEXT_OR_NOT,
        "facts": TEXT_OR_NOT,
        "factCommitment": str,
        "contentKey": TEXT_OR_NOT,
        "sealed": TEXT_OR_NOT,
        "contentDigest": TEXT_OR_NOT,
        "contentCommitment": TEXT_OR_NOT,
        "previousHash": str,
        "hash": str,
        "parties": list,
        "signer": TEXT_OR_NOT,
        "signature": TEXT_OR_NOT,
    },
    "end": {"end": int},
}


def is_of(value, types):
    """Of just these: True is no number."""
    return type(value) in (types if isinstance(types, tuple) else (types,))


def unique(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def unhex(value):
    if value is None:
        return None
    data = bytes.fromhex(value)
    if data.hex() != value:
        raise ValueError("hex is written in lower case, without spaces")
    return data


class Record:
    SIGNED = (
        "chain-opened",
        "chain-closed",
        "recovered",
        "loss",
        "shredded",
        "retention-proposed",
        "retention-set",
        "hold-placed",
        "hold-lift-proposed",
        "hold-lifted",
    )

    def __init__(self, line):
        self.chain = parse_uuid(line["record"])
        self.number = line["number"]
        self.event = parse_uuid(line["eventId"])
        self.kind = line["kind"]
        self.at = line["happenedAt"]
        self.retention = line["retention"]
        self.salt = unhex(line["factSalt"])
        self.facts = unhex(line["facts"])
        self.commitment = unhex(line["factCommitment"])
        self.content_key = line["contentKey"]
        self.sealed = unhex(line["sealed"])
        self.digest = unhex(line["contentDigest"])
        self.content_commitment = unhex(line["contentCommitment"])
        self.previous = unhex(line["previousHash"])
        self.hash = unhex(line["hash"])
        self.parties = line["parties"]
        self.signer = line["signer"]
        self.signature = unhex(line["signature"]) or b""

    def has_right_hash(self):
        return self.hash == sha256(
            encode(
                "earshot-archive-record-1",
                self.chain,
                self.number,
                self.previous,
                self.event,
                self.kind,
                self.at,
                self.retention,
                self.commitment,
                self.content_key or "",
                self.digest or b"",
                self.content_commitment or b"",
            )
        )

    def is_removed(self):
        return self.facts is None and self.salt is None and self.sealed is None and not self.parties

    def has_facts(self):
        return self.facts is not None and self.salt is not None

    def has_right_facts(self):
        return self.commitment == sha256(encode("earshot-archive-facts-1", self.salt, self.facts))

    def signed_text(self):
        return encode("earshot-archive-signed-record-1", self.hash)


# --- what was to go


def day_of(micros):
    """The day (UTC) of a time; None for one that no clock shows."""
    try:
        day = (datetime(1970, 1, 1) + timedelta(microseconds=micros)).date()
    except OverflowError:
        return None
    return day if 1970 <= day.year <= 9998 else None


def parse_day(text):
    try:
        return date(*map(int, re.fullmatch("([0-9]{4})-([0-9]{2})-([0-9]{2})", text).groups()))
    except (AttributeError, ValueError):
        raise Unreadable("no day")


def parse_period(text):
    """Such as `10y`; None for what is none."""
    parts = re.fullmatch("([1-9][0-9]{0,4})([dy])", text)
    if not parts or int(parts.group(1)) > (36500 if parts.group(2) == "d" else 100):
        return None
    return int(parts.group(1)), parts.group(2)


def last_day(day, period):
    """The last day on which a record of some day has to be there; without a period for ever."""
    if period is None:
        return date.max
    count, unit = period
    try:
        return day + timedelta(days=count) if unit == "d" else day.replace(year=day.year + count)
    except OverflowError:
        return date.max
    except ValueError:
        return date.max if day.year + count > 9999 else date(day.year + count, 2, 28)


def parse_class(name):
    """Its name without a period, and the period."""
    parts = re.fullmatch("(.+)-([1-9][0-9]*[dy])", name)
    period = parse_period(parts.group(2)) if parts else None
    return (name, None) if period is None else (parts.group(1), period)


def parse_spans(line):
    """Chain, first and last number of each range."""
    words = line.split(" ")
    if len(words) != 2:
        raise Unreadable("no records")
    for part in words[1].split(","):
        ends = re.fullmatch("(0|[1-9][0-9]{0,17})(?:-([1-9][0-9]{0,17}))?", part)
        if not ends:
            raise Unreadable("no records")
        first, last = int(ends.group(1)), int(ends.group(2) or ends.group(1))
        if ends.group(2) and last <= first:
            raise Unreadable("a range that does not rise")
        yield parse_uuid(words[0]), first, last


class Tombstones:
    """Whether records that have gone were to go, by what signed records say."""

    def __init__(self):
        self.spans = {}  # by chain: (first, last, class, day, when)
        self.firsts = {}
        self.decisions = []  # (order, when, class, period, whether it only lengthens)

    def take(self, row, facts):
        if row.kind == "shredded":
            retention, day = facts.first("class"), parse_day(facts.first("day") or "")
            if retention is None:
                raise Unreadable("no class")
            spans = [span for line in facts.all("records") for span in parse_spans(line)]
            for chain, first, last in spans:
                self.spans.setdefault(chain, []).append((first, last, retention, day, row.at))
        elif row.kind == "retention-set" and facts.first("existing") == "yes":
            text, longer = facts.first("period") or "", facts.first("effect") == "longer"
            period = parse_period(text)
            alone = facts.first("proposed-by") in (None, facts.first("login"))
            if facts.first("class") is None or (period is None and text != "forever") or (alone and not longer):
                raise Unreadable("no decision")
            number = facts.first("sequence") or ""
            if not re.fullmatch("[1-9][0-9]{0,17}", number):
                raise Unreadable("no sequence")
            # two nodes that decided at once gave one number: the earlier one comes first
            order = int(number), row.at, row.chain, row.number
            self.decisions.append((order, row.at, facts.first("class"), period, longer))

    def ready(self):
        self.decisions.sort(key=lambda decision: decision[0])
        for spans in self.spans.values():
            spans.sort(key=lambda span: span[0])
        self.firsts = {chain: [span[0] for span in spans] for chain, spans in self.spans.items()}

    def last_day(self, row, until):
        base, period = parse_class(row.retention)
        day = day_of(row.at)
        last = last_day(day, period)
        for _, at, of, decided, longer in self.decisions:
            if of == base and row.at <= at <= until and (last_day(day, decided) > last) == longer:
                last = last_day(day, decided)
        return last

    def problem(self, row):
        if row.kind in Record.SIGNED or (row.content_key is None) != (row.digest is None):
            return "has lost its facts"
        early = False
        spans = self.spans.get(row.chain, ())
        for i in range(bisect.bisect_right(self.firsts.get(row.chain, ()), row.number) - 1, -1, -1):
            _, last, retention, day, at = spans[i]
            if last >= row.number and retention == row.retention and day == day_of(row.at):
                gone = day_of(at)
                if gone is not None and re.fullmatch("[a-z0-9-]{1,16}", retention) and gone > self.last_day(row, at):
                    return None
                early = True
        return "was removed before its time" if early else "has lost its facts"


# --- verifying

KEY_PREFIX = bytes.fromhex("302a300506032b6570032100")


class Expected:
    def __init__(self):
        self.hashes = {}
        self.checkpoints = {}
        self.recovered = False
        self.anchors_lost = False


class Verifier:
    def __init__(self, dump, trusted, anchors, copy):
        self.dump = dump
        self.trusted = trusted
        self.anchors = anchors
        self.copy = copy
        self.keys = {}
        self.expected = {}
        self.listed = {}
        self.breaks = {}  # by chain, in the order in which chains are checked; None: found before that
        self.early_breaks = []
        self.tails = []
        self.records = 0
        self.last_at = None
        self.reach = {}
        self.checkpoint_reach = {}
        self.statements = []
        self.tombstones = Tombstones()

    def expect(self, chain):
        return self.expected.setdefault(chain, Expected())

    def is_signed(self, text, signer, signature):
        key = self.keys.get(signer)
        return key is not None and ed25519_verifies(key, text, signature)

    def broken(self, chain, number, reason):
        self.early_breaks.append((chain, number, reason))

    def reaches(self, chain, number):
        self.reach[chain] = max(number, self.reach.get(chain, -1))

    def verify(self):
        checkpoints, signed = {}, []
        for line in self.dump.lines():
            if "chain" in line:
                chain = parse_uuid(line["chain"])
                self.listed[chain] = line
                self.expect(chain)
            elif "checkpoint" in line:
                checkpoints.setdefault(parse_uuid(line["checkpoint"]), []).append(line)
            elif "record" in line and line["signer"] is not None:
                signed.append(Record(line))
        self.expect_anchors()
        for row in signed:
            self.learn_key(row)
        for row in signed:
            self.expect_statements(row)
        for chain in list(self.expected):
            self.expect_checkpoints(chain, checkpoints.get(chain, []))
        self.spread()
        self.tombstones.ready()
        self.check_records()

    def expect_anchors(self):
        for known in self.anchors:
            if not known.begun and not self.copy and known.chain in self.expected:
                self.expected[known.chain].anchors_lost = True
            if not known.heads and not known.checkpoints:
                continue
            wanted = self.expect(known.chain)
            for number, digest in known.heads:
                self.expect_hash(known.chain, number, digest)
                self.reaches(known.chain, number)
            wanted.checkpoints.update(known.checkpoints)
            for sequence in known.checkpoints:
                self.checkpoint_reach[known.chain] = max(sequence, self.checkpoint_reach.get(known.chain, -1))

    def learn_key(self, row):
        if row.kind != "chain-opened" or row.facts is None:
            return
        try:
            key = base64.b64decode(Facts(row.facts).first("public-key") or "", validate=True)
        except (Unreadable, binascii.Error, ValueError):
            return
        fingerprint = sha256(key).hex()
        if fingerprint in self.trusted and len(key) == 44 and key.startswith(KEY_PREFIX):
            self.keys[fingerprint] = key[len(KEY_PREFIX) :]

    def expect_statements(self, row):
        if (
            not row.has_facts()
            or not row.has_right_hash()
            or not row.has_right_facts()
            or not self.is_signed(row.signed_text(), row.signer, row.signature)
        ):
            return
        try:
            facts = Facts(row.facts)
            if row.kind == "chain-opened":
                if facts.first("previous-chain") is not None:
                    words = facts.first("previous-chain").split(" ")
                    self.expect_head(row, parse_uuid(words[0]), parse_number(words[1]), parse_hash(words[2]))
            elif row.kind == "recovered":
                chain = parse_uuid(facts.first("chain") or "")
                self.expect(chain).recovered = True
                self.expect_head(
                    row, chain, parse_number(facts.first("number") or ""), parse_hash(facts.first("hash") or "?")
                )
            elif row.kind == "loss":
                chain = parse_uuid(facts.first("chain") or "")
                self.expect(chain).recovered = True
                number = facts.first("number")
                last = -1 if number is None else parse_number(number)
                problem = facts.first("problem")
                self.broken(
                    chain, last + 1, "reported at the next start: " + ("not whole" if problem is None else problem)
                )
            self.tombstones.take(row, facts)
        except (Unreadable, IndexError):
            self.broken(row.chain, row.number, "says something that can't be read")

    def expect_hash(self, chain, number, digest):
        # whoever has the keys must not overrule an anchor by signing something else
        if self.expect(chain).hashes.setdefault(number, digest) != digest:
            self.broken(chain, number, "was signed or anchored with two hashes")

    def expect_head(self, row, chain, number, digest):
        self.expect_hash(chain, number, digest)
        self.statements.append((row.chain, row.number, chain, number))

    def expect_checkpoints(self, chain, lines):
        try:
            stored = [(unhex(line["body"]) or b"", line) for line in lines]
            stored = [(body, Checkpoint(body), line) for body, line in stored]
        except Unreadable:
            self.broken(chain, 0, "a checkpoint was altered")
            return
        previous, following = NO_HASH, 0
        anchored = dict(self.expected[chain].checkpoints)
        for body, checkpoint, line in stored:
            if checkpoint.chain != chain or checkpoint.sequence != following or checkpoint.previous != previous:
                self.broken(chain, following, "checkpoint %d is missing, or others are in its place" % following)
                return
            if not self.is_signed(body, line["signer"], unhex(line["signature"])):
                self.broken(chain, following, "checkpoint %d is not signed by a trusted key" % following)
                return
            previous = sha256(body)
            if anchored.pop(following, previous) != previous:
                self.broken(chain, following, "checkpoint %d is not the anchored one" % following)
            for other, number, digest in checkpoint.heads:
                self.expect_hash(other, number, digest)
                if following <= self.checkpoint_reach.get(chain, -1):
                    self.reaches(other, number)
            following += 1
        if anchored:
            self.broken(chain, following, "checkpoint %d is missing" % following)

    def spread(self):
        grown = True
        while grown:
            grown = False
            for by, at, chain, number in self.statements:
                if at <= self.reach.get(by, -1) and number > self.reach.get(chain, -1):
                    self.reaches(chain, number)
                    grown = True

    def check_records(self):
        seen, at = set(), None
        for line in self.dump.lines():
            if "record" not in line:
                continue
            row = Record(line)
            if at is None or at.chain != row.chain:
                if at is not None:
                    at.finish()
                if row.chain in seen:
                    raise Unreadable("the records of chain %s are not together" % uuid_text(row.chain))
                seen.add(row.chain)
                at = ChainCheck(self, row.chain)
            at.row(row)
        if at is not None:
            at.finish()
        for chain in self.expected:
            if chain not in seen:
                ChainCheck(self, chain).finish()

    def all_breaks(self):
        return self.early_breaks + [self.breaks[chain] for chain in self.expected if chain in self.breaks]

    def verdict(self):
        """A word and a sentence."""
        breaks = self.all_breaks()
        if breaks:
            chain, number, reason = breaks[0]
            word, text = "broken", "broken at record %s/%d: %s" % (uuid_text(chain), number, reason)
        elif self.tails:
            order = list(self.expected)
            at, chain, number = min(self.tails, key=lambda tail: (tail[0], order.index(tail[1])))
            after = ", record %s/%d" % (uuid_text(chain), number)
            if number < 0:
                after = ": nothing proves chain " + uuid_text(chain)
            word, text = "unproven", "unproven after " + time_text(at) + after
        else:
            word, text = "intact", "intact to " + time_text(self.last_at or 0)
        against = "against a copy of the anchors" if self.copy else "proof against the database's administrator only"
        if not self.copy and not self.anchors:
            against = "without anchors"
        return word, "%s (%s in %s; %s)" % (text, counted(self.records, "record"), counted(len(self.expected), "chain"), against)


class ChainCheck:
    """The records of one chain, one after the other."""

    def __init__(self, verifier, chain):
        self.verifier = verifier
        self.chain = chain
        self.wanted = verifier.expect(chain)
        self.following = 0
        self.proven = -1
        self.proven_at = 0
        self.previous = NO_HASH
        self.first = None
        self.last = None

    def broken(self, number, reason):
        self.verifier.breaks.setdefault(self.chain, (self.chain, number, reason))

    def is_broken(self):
        return self.chain in self.verifier.breaks

    def row(self, row):
        if self.is_broken():
            return
        verifier = self.verifier
        verifier.records += 1
        problem = self.problem(row)
        anchored = self.wanted.hashes.pop(row.number, None)
        if problem is None and anchored is not None and anchored != row.hash:
            problem = "is not the one that was signed or anchored"
        if problem is not None:
            self.broken(self.following, problem)
            return
        if verifier.copy:
            covered = row.number <= verifier.reach.get(self.chain, -1)
        else:
            covered = anchored is not None or row.signer is not None
        if covered:
            self.proven = row.number
        if covered or row.number == 0:
            self.proven_at = row.at
        self.previous = row.hash
        self.first = self.first or row
        self.last = row
        self.following += 1

    def problem(self, row):
        if row.number != self.following:
            return "is missing"
        if not row.has_right_hash():
            return "was altered"
        if row.previous != self.previous:
            return "does not follow the record before it"
        if row.is_removed():
            return self.verifier.tombstones.problem(row) or self.signature_problem(row)
        if not row.has_facts():
            return "has lost its facts"
        if not row.has_right_facts():
            return "has other facts than were written"
        if len({row.content_key is None, row.digest is None, row.sealed is None}) != 1:
            return "has lost its content"
        if row.sealed is not None and row.digest != sha256(row.sealed):
            return "has other content than was written"
        problem = self.signature_problem(row)
        if problem is not None:
            return problem
        try:
            facts = Facts(row.facts)
        except Unreadable:
            return "has facts that can't be read"
        if facts.parties() != row.parties:
            return "has other search entries than its facts give"
        return None

    def signature_problem(self, row):
        if (row.number == 0) != (row.kind == "chain-opened"):
            return "a chain begins with its opening, and only there"
        must_be_signed = row.kind in Record.SIGNED
        if (row.signer is not None) != must_be_signed:
            return "has lost its signature" if must_be_signed else "has a signature"
        if must_be_signed and not self.verifier.is_signed(row.signed_text(), row.signer, row.signature):
            return "is not signed by a trusted key"
        return None

    def finish(self):
        if self.is_broken():
            return
        if self.wanted.hashes:
            self.broken(self.following, "is missing, and all that came after it")
            return
        entry = self.verifier.listed.get(self.chain)
        if self.last is None:
            if entry is not None:
                self.broken(0, "the chain is listed and has no record")
            return
        ended = self.last.kind == "chain-closed" or self.wanted.recovered
        facts = Facts(self.first.facts)
        if (
            entry is None
            or facts.first("signer") != entry["signer"]
            or facts.first("node") != entry["node"]
            or self.first.at != entry["openedAt"]
            or entry["ended"] != ended
        ):
            self.broken(0, "the list of chains does not say what the chain says")
        verifier = self.verifier
        verifier.last_at = self.last.at if verifier.last_at is None else max(verifier.last_at, self.last.at)
        if self.wanted.anchors_lost:
            self.broken(0, "the anchor file of this chain has lost what it said")
        if self.proven < self.last.number:
            verifier.tails.append((self.proven_at, self.chain, self.proven))


# --- an export


class Broken(Exception):
    """What an export proves not to be."""

    def __init__(self, where, reason):
        super().__init__("broken at %s: %s" % (where, reason))


class Export:
    """The files of an export, in a folder or a ZIP."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path) if os.path.isfile(path) else None
        self.path = path

    def names(self):
        if self.zip:
            found = [entry.filename for entry in self.zip.infolist()]
            if len(set(found)) != len(found):
                raise Broken("the ZIP", "has a name twice")
            return set(found)
        found = set()
        for folder, _, files in os.walk(self.path):
            below = os.path.relpath(folder, self.path).replace(os.sep, "/")
            found.update(name if below == "." else below + "/" + name for name in files)
        return found

    def open(self, name):
        if self.zip:
            return self.zip.open(name)
        return open(os.path.join(self.path, name), "rb")

    def read(self, name):
        with self.open(name) as file:
            return file.read()

    def sum(self, name):
        digest, size = hashlib.sha256(), 0
        with self.open(name) as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
                size += len(block)
        return digest.hexdigest(), size

    def lines(self, name):
        """Objects, one a line."""
        with self.open(name) as file:
            for number, line in enumerate(file, 1):
                yield strict_json(line, "%s line %d" % (name, number))


def strict_json(data, where):
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=unique)
    except ValueError:
        raise Broken(where, "is no JSON, or says something twice")
    if not isinstance(value, dict):
        raise Broken(where, "is no object")
    return value


def check_fields(value, where, **types):
    """None stands for what may be null."""
    if set(value) != set(types):
        raise Broken(where, "has other fields than an export has")
    for name, wanted in types.items():
        if not is_of(value[name], wanted):
            raise Broken(where, "%s is of another kind" % name)


def csv_line(cells):
    def neutral(cell):
        first = cell.lstrip(" \u00a0")[:1]
        return "'" + cell if first and first in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20" else cell

    return (",".join('"' + neutral(cell).replace('"', '""') + '"' for cell in cells) + "\r\n").encode("utf-8")


CSV_COLUMNS = (
    "record time kind retention from to call-id message-id status content-state content-type text facts mail".split(" ")
)


def utf8_or_none(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


# mail: as org.earshot.proxy.archive.export.MailMessage writes it

MEDIA_TYPE = re.compile(
    r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(; ?[A-Za-z0-9-]+=([A-Za-z0-9._+-]+|\"[A-Za-z0-9 ._+:/-]*\"))*"
)
ATEXT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/^_`{|}~."
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split(" ")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")


def mail_text(text):
    clean = re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)
    plain = all(" " <= c <= "~" for c in clean)
    if plain and len(clean) <= 60 and "=?" not in clean and clean == clean.strip(" "):
        return clean
    words, word = [], b""
    for c in clean:
        data = c.encode("utf-8")
        if len(word) + len(data) > 42:
            words.append(word)
            word = b""
        word += data
    words.append(word)
    return "\r\n ".join("=?utf-8?B?" + base64.b64encode(each).decode("ascii") + "?=" for each in words)


def mailbox(sip):
    address = sip[4:] if sip.startswith("sip:") else sip
    user, at, host = address.rpartition("@")
    if not at:
        user, host = address, "invalid"
    if re.fullmatch(r"\[[0-9A-Fa-f:.]+]", host):
        host = "[IPv6:" + host[1:]
    elif not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", host):
        host = "invalid"
    dots = user.startswith(".") or user.endswith(".") or ".." in user
    local = ""
    for byte in user.encode("utf-8"):
        c = chr(byte)
        local += c if c in ATEXT and not (dots and c == ".") else "%%%02X" % byte
    box = "<" + (local or "unknown") + "@" + host + ">"
    return box if len(box) <= 254 else "<too-long@invalid>"


def media_type(value):
    composite = re.match("(multipart|message)/", value, re.IGNORECASE)
    return value if len(value) <= 200 and MEDIA_TYPE.fullmatch(value) and not composite else "application/octet-stream"


def unwrapped(content_type, body):
    """Type, body and subject of what stands in CPIM."""
    if content_type.split(";", 1)[0].strip(" \t").lower() != "message/cpim":
        return None

    def block(start):
        lines = []
        while True:
            end = body.find(b"\n", start)
            if end < 0:
                return lines, -1
            line = body[start : end - 1 if end > start and body[end - 1 : end] == b"\r" else end]
            start = end + 1
            if not line:
                return lines, start
            lines.append(line.decode("latin-1"))

    def value(lines, name):
        found = [line[len(name) :].strip(" \t") for line in lines if line[: len(name)].lower() == name]
        return found[0] if found else None

    outer, at = block(0)
    if at < 0:
        return None
    inner, at = block(at)
    encoding = value(inner, "content-transfer-encoding:")
    if at < 0 or any(line[0] in " \t" for line in inner):
        return None
    if (encoding if encoding is not None else "8bit").lower() not in ("7bit", "8bit", "binary"):
        return None
    subject = value(outer, "subject:")
    if subject is not None:
        if subject.startswith(";") and " " in subject:
            subject = subject.partition(" ")[2]
        subject = utf8_or_none(subject.encode("latin-1")) or None
    of = value(inner, "content-type:")
    return "text/plain; charset=utf-8" if of is None else of, body[at:], subject


def mail_of(chain, number, kind, at, facts, content_type, body):
    inside = unwrapped(content_type, body)
    unique = "%s.%d" % (uuid_text(chain), number)
    boundary = "earshot-" + unique
    out = []

    def header(name, value):
        out.append(name + ": " + value + "\r\n")

    def part(of, disposition, as_sent, data):
        out.append("\r\n--" + boundary + "\r\n")
        header("Content-Type", "\r\n " + of)
        header("Content-Transfer-Encoding", "base64")
        header("Content-Disposition", disposition)
        header("X-Earshot-Content-Type", mail_text(as_sent))
        encoded = base64.b64encode(data).decode("ascii")
        out.append("\r\n" + "\r\n".join(encoded[i : i + 76] for i in range(0, len(encoded), 76)))

    def shown(of, data):
        safe = media_type(of)
        plain = re.fullmatch("text/plain(;.*)?", safe.lower())
        part(safe, "inline" if plain else 'attachment; filename="content"', of, data)

    sender = facts.first("from")
    header("From", mailbox("unknown" if sender is None else sender))
    header("To", ",\r\n ".join(map(mailbox, facts.all("to"))) or "undisclosed-recipients:;")
    time = datetime(1970, 1, 1) + timedelta(microseconds=at)
    day = "%s, %02d %s %04d" % (DAYS[time.weekday()], time.day, MONTHS[time.month - 1], time.year)
    header("Date", day + " %02d:%02d:%02d +0000" % (time.hour, time.minute, time.second))
    header("Message-ID", "<" + unique + "@earshot.invalid>")
    subjects = [text[len("Subject: ") :] for text in facts.all("header") if text.startswith("Subject: ")]
    if inside and inside[2] is not None:
        header("Subject", mail_text(inside[2]))
    elif subjects:
        header("Subject", mail_text(subjects[0]))
    header("X-Earshot-Record", "%s/%d" % (uuid_text(chain), number))
    header("X-Earshot-Kind", kind)
    if sender is not None:
        header("X-Earshot-From", mail_text(sender))
    for to in facts.all("to"):
        header("X-Earshot-To", mail_text(to))
    if facts.first("message-id") is not None:
        header("X-Earshot-Message-ID", mail_text(facts.first("message-id")))
    header("MIME-Version", "1.0")
    header("Content-Type", 'multipart/mixed;\r\n boundary="' + boundary + '"')
    if inside:
        shown(inside[0], inside[1])
        part("application/octet-stream", 'attachment; filename="original.cpim"', content_type, body)
    else:
        shown(content_type, body)
    out.append("\r\n--" + boundary + "--\r\n")
    return "".join(out).encode("ascii")


class ExportVerifier:
    STATES = ("none", "not-asked", "opened", "shredded", "key-elsewhere", "damaged")
    FILES = ("records.json", "records.csv", "messages.sha256", "proof.json")
    QUERY = {"words", "person", "with", "from", "until", "kind"}

    def __init__(self, export, trusted, anchors, copy):
        self.export = export
        self.trusted = trusted
        self.anchors = {known.chain: known for known in anchors}
        self.copy = copy
        self.keys = {}
        self.rows = {}
        self.counts = {}
        self.unproven = []

    def verify(self):
        names = self.export.names()
        for name in ("manifest.json", "manifest.sig") + self.FILES:
            if name not in names:
                raise Broken(name, "is missing")
        self.read_manifest()
        for name in self.FILES:
            wanted = self.files.get(name)
            if self.export.sum(name) != wanted:
                raise Broken(name, "is not the file that was signed")
        self.mails = self.read_mails(names)
        more = names - set(self.mails) - set(self.FILES) - {"manifest.json", "manifest.sig"}
        if more:
            raise Broken(ascii(min(more)), "is no file of this export")
        self.read_proof()
        self.check_records()

    def read_manifest(self):
        data = self.export.read("manifest.json")
        signature = re.fullmatch(b"([0-9a-f]{64}) ([0-9a-f]{128})\n", self.export.read("manifest.sig"))
        if not signature:
            raise Broken("manifest.sig", "is no signature")
        self.manifest = manifest = strict_json(data, "manifest.json")
        signer = signature.group(1).decode("ascii")
        key = self.learn_key(manifest.get("publicKey"))
        message = encode("earshot-archive-export-1", data)
        if key != signer or not self.signed(message, signer, bytes.fromhex(signature.group(2).decode("ascii"))):
            raise Broken("manifest.json", "is not signed by a trusted key")
        check_fields(
            manifest,
            "manifest.json",
            export=str,
            software=str,
            madeAt=str,
            actor=str,
            begunRecord=str,
            query=dict,
            content=bool,
            order=str,
            counts=dict,
            complete=bool,
            gaps=list,
            signer=str,
            publicKey=str,
            heads=list,
            files=list,
        )
        if manifest["export"] != "earshot-archive-export-1" or manifest["signer"] != signer:
            raise Broken("manifest.json", "is not of an export")
        if manifest["complete"] != (not manifest["gaps"]):
            raise Broken("manifest.json", "does not agree with itself")
        self.position(manifest["begunRecord"], "manifest.json")
        query = manifest["query"]
        if not {"until"} <= set(query) <= self.QUERY or any(type(text) is not str for text in query.values()):
            raise Broken("manifest.json", "asks for what nobody can")
        if parse_time(query["until"]) > parse_time(manifest["madeAt"]):
            raise Broken("manifest.json", "asks for what came after it was made")
        self.files, self.heads = {}, {}
        for entry in manifest["files"]:
            check_fields(entry, "manifest.json", name=str, bytes=int, sha256=str)
            self.files[entry["name"]] = (entry["sha256"], entry["bytes"])
        for entry in manifest["heads"]:
            check_fields(entry, "manifest.json", record=str, hash=str, anchored=bool)
            head = (parse_hash(entry["hash"]), entry["anchored"])
            self.heads[self.position(entry["record"], "manifest.json")] = head
        if len(self.heads) != len(manifest["heads"]):
            raise Broken("manifest.json", "names a head twice")
        if len(self.files) != len(self.FILES) or len(manifest["files"]) != len(self.FILES):
            raise Broken("manifest.json", "names other files")

    def learn_key(self, text):
        try:
            key = base64.b64decode(text or "", validate=True)
        except (binascii.Error, ValueError, TypeError):
            return None
        fingerprint = sha256(key).hex()
        if fingerprint in self.trusted and len(key) == 44 and key.startswith(KEY_PREFIX):
            self.keys[fingerprint] = key[len(KEY_PREFIX) :]
        return fingerprint

    def signed(self, message, signer, signature):
        key = self.keys.get(signer)
        return key is not None and ed25519_verifies(key, message, signature)

    @staticmethod
    def position(text, where):
        match = re.fullmatch("(" + UUID.pattern + ")/" + NUMBER, text)
        if not match or int(match.group(2)) > MAX_NUMBER:
            raise Broken(where, "names no record")
        return parse_uuid(match.group(1)), int(match.group(2))

    def read_mails(self, names):
        found = {}
        for line in self.export.read("messages.sha256").splitlines():
            match = re.fullmatch(b"([0-9a-f]{64})  (messages/[0-9a-f-]{36}-[0-9]+\\.eml)", line)
            if not match or match.group(2).decode("ascii") in found:
                raise Broken("messages.sha256", "has a line that is none of its")
            found[match.group(2).decode("ascii")] = match.group(1).decode("ascii")
        for name in found:
            if name not in names:
                raise Broken(name, "is missing")
            if self.export.sum(name)[0] != found[name]:
                raise Broken(name, "is not the file that was signed")
        return found

    def read_proof(self):
        segment, ended, count, used = None, False, 0, set()
        for number, line in enumerate(self.export.lines("proof.json"), 1):
            where = "proof.json line %d" % number
            if ended or (number == 1) != (line == {"proof": "earshot-archive-proof-1"}):
                raise Broken(where, "is not as a proof has it")
            if segment is not None and "row" not in line:
                raise Broken(where, "a record is missing before it")
            if "key" in line:
                check_fields(line, where, key=str)
                self.learn_key(line["key"])
            elif "segment" in line:
                segment = Segment(line, where)
            elif "row" in line:
                if segment is None:
                    raise Broken(where, "belongs to no segment")
                count += 1
                segment.add(line, where, self.rows)
                if segment.is_complete():
                    self.check_segment(segment, used)
                    segment = None
            elif "end" in line:
                check_fields(line, where, end=int)
                ended = line["end"] == count
                if not ended:
                    raise Broken(where, "counts other records")
            elif number > 1:
                raise Broken(where, "is not as a proof has it")
        if not ended:
            raise Broken("proof.json", "was cut off")
        if used != set(self.heads):
            raise Broken("manifest.json", "names heads that nothing leads to")

    def check_segment(self, segment, used):
        where = "record %s/%d" % (uuid_text(segment.chain), segment.to)
        known = self.anchors.get(segment.chain)
        reach, vouched = -1, True
        for number, digest in known.heads if known else []:
            if segment.first <= number <= segment.to:
                if segment.hashes[number - segment.first] != digest:
                    raise Broken("record %s/%d" % (uuid_text(segment.chain), number), "is not the anchored one")
                reach = max(reach, number)
        if len({segment.body is None, segment.signer is None, segment.signed is None}) != 1:
            raise Broken(where, "has a part of a checkpoint")
        if segment.body is None:
            digest, anchored = self.heads.get((segment.chain, segment.to), (None, False))
            vouched = anchored
            if digest != segment.previous:
                raise Broken(where, "is not the one that was signed")
            used.add((segment.chain, segment.to))
        else:
            try:
                checkpoint = Checkpoint(segment.body)
            except Unreadable:
                raise Broken(where, "its checkpoint was altered")
            if not self.signed(segment.body, segment.signer, segment.signature):
                raise Broken(where, "its checkpoint is not signed by a trusted key")
            if (segment.chain, segment.to, segment.previous) not in checkpoint.heads:
                raise Broken(where, "is not the one that its checkpoint names")
            if checkpoint.chain != segment.chain:
                raise Broken(where, "its checkpoint is another chain's")
            if known:
                anchored = known.checkpoints.get(checkpoint.sequence)
                if anchored == sha256(segment.body):
                    reach = segment.to
                elif anchored is not None or max(known.checkpoints, default=-1) > checkpoint.sequence:
                    raise Broken(where, "its checkpoint is not the anchored one")
        if self.copy or not vouched:
            for number in range(max(segment.first, reach + 1), segment.to + 1):
                self.rows[(segment.chain, number)].covered = False

    def check_records(self):
        self.counts = {"matched": 0, "exported": 0, "facts-gone": 0}
        self.counts.update(("content-" + state, 0) for state in self.STATES)
        self.counts.update({"not-reviewable": 0, "messages": 0})
        before, mails = None, list(self.mails)
        self.last_at = None
        with self.export.open("records.csv") as table:
            self.expect_csv(table, b"\xef\xbb\xbf" + csv_line(CSV_COLUMNS), "its head")
            for number, line in enumerate(self.export.lines("records.json"), 1):
                place = self.check_record(line, "records.json line %d" % number, table, mails)
                if before is not None and place >= before:
                    raise Broken("records.json line %d" % number, "is twice, or not in its place")
                before = place
            if table.read(1):
                raise Broken("records.csv", "has more than records.json")
        if mails:
            raise Broken(mails[0], "belongs to no record")
        claimed = dict(self.manifest["counts"])
        self.counts["matched"] = claimed.get("matched")  # what was found and was gone when it was read
        if claimed != self.counts or type(claimed["matched"]) is not int or claimed["matched"] < claimed["exported"]:
            raise Broken("manifest.json", "counts other records than there are")

    @staticmethod
    def expect_csv(table, data, what):
        if table.read(len(data)) != data:
            raise Broken("records.csv", "does not say what records.json says: " + what)

    def check_record(self, line, where, table, mails):
        check_fields(
            line,
            where,
            record=str,
            time=str,
            kind=str,
            retention=str,
            eventId=str,
            happenedAt=int,
            facts=(list, NULL),
            factSalt=TEXT_OR_NOT,
            contentState=str,
            contentType=TEXT_OR_NOT,
            text=TEXT_OR_NOT,
            content=TEXT_OR_NOT,
            contentSalt=TEXT_OR_NOT,
            mail=TEXT_OR_NOT,
        )
        chain, number = self.position(line["record"], where)
        where = "record " + line["record"]
        row = self.rows.get((chain, number))
        if row is None:
            raise Broken(where, "has no proof")
        at = line["happenedAt"]
        if (line["eventId"], line["kind"], at, line["retention"]) != (row.event, row.kind, row.at, row.retention):
            raise Broken(where, "is not what was recorded")
        if line["time"] != time_text(at):
            raise Broken(where, "says another time")
        facts = self.check_facts(line, where, row)
        body = self.check_content(line, where, row)
        mail = None
        if facts is not None and body is not None and line["kind"] in ("message-received", "message-refused"):
            mail = "messages/%s-%d.eml" % (uuid_text(chain), number)
            if not mails or mails.pop(0) != mail:
                raise Broken(where, "has no mail")
            if self.export.read(mail) != mail_of(
                chain, number, line["kind"], at, facts, line["contentType"], body
            ):
                raise Broken(mail, "does not say what the record says")
            self.counts["messages"] += 1
        if line["mail"] != mail:
            raise Broken(where, "names another mail")
        self.check_query(line, where, facts)
        known = facts or Facts(encode(0))
        cells = [line["record"], line["time"], line["kind"], line["retention"], known.first("from") or ""]
        cells += [", ".join(known.all("to"))]
        cells += [known.first(name) or "" for name in ("call-id", "message-id", "status")]
        cells += [line["contentState"], line["contentType"] or "", line["text"] or ""]
        cells += ["\n".join(name + ": " + value for name, value in known.entries), mail or ""]
        self.expect_csv(table, csv_line(cells), where)
        self.counts["exported"] += 1
        if body is not None and known.first("not-reviewable") is not None:
            self.counts["not-reviewable"] += 1
        if not row.covered:
            self.unproven.append(line["record"])
        return at, chain, number

    def check_facts(self, line, where, row):
        if line["facts"] is None or line["factSalt"] is None:
            if line["facts"] is not None or line["factSalt"] is not None:
                raise Broken(where, "has facts and no salt, or a salt and no facts")
            self.counts["facts-gone"] += 1
            return None
        flat = []
        for pair in line["facts"]:
            if type(pair) is not list or [type(text) for text in pair] != [str, str]:
                raise Broken(where, "has facts that can't be read")
            flat += pair
        encoded = encode(len(line["facts"]), *flat)
        if sha256(encode("earshot-archive-facts-1", parse_hash(line["factSalt"]), encoded)) != row.commitment:
            raise Broken(where, "has other facts than were written")
        return Facts(encoded)

    def check_content(self, line, where, row):
        state = line["contentState"]
        if state not in self.STATES or (state == "none") != (row.content_commitment is None):
            raise Broken(where, "says something else of its content")
        if (state == "opened" and not self.manifest["content"]) or (state == "not-asked" and self.manifest["content"]):
            raise Broken(where, "does not fit what was asked for")
        self.counts["content-" + state] += 1
        parts = (line["contentType"], line["content"], line["contentSalt"])
        if state != "opened":
            if parts != (None, None, None) or line["text"] is not None:
                raise Broken(where, "has content that was not opened")
            return None
        if None in parts:
            raise Broken(where, "has lost its content")
        try:
            body = base64.b64decode(parts[1], validate=True)
        except (binascii.Error, ValueError):
            raise Broken(where, "has content that can't be read")
        plain = encode(parse_hash(parts[2]), parts[0], body)
        if sha256(encode("earshot-archive-content-1", plain)) != row.content_commitment:
            raise Broken(where, "has other content than was written")
        text = utf8_or_none(body) if parts[0].lower().startswith(("text/", "message/")) else None
        if line["text"] != text:
            raise Broken(where, "has another text than its content")
        return body

    def check_query(self, line, where, facts):
        query = self.manifest["query"]
        time = parse_time(query["from"]) if "from" in query else None
        if (time is not None and line["happenedAt"] < time) or line["happenedAt"] >= parse_time(query["until"], True):
            raise Broken(where, "is not of the period that was asked for")
        if query.get("kind", line["kind"]) != line["kind"]:
            raise Broken(where, "is not of the kind that was asked for")
        for name in ("person", "with"):
            if name in query and facts is not None and query[name] not in facts.parties():
                raise Broken(where, "does not concern whom was asked for")

    def verdict(self):
        manifest = self.manifest
        against = "against a copy of the anchors" if self.copy else "without anchors"
        told = "%d records, exported %s by %s; %s" % (
            self.counts["exported"],
            manifest["madeAt"],
            ascii(manifest["actor"]),
            against,
        )
        if self.unproven:
            more = len(self.unproven)
            why = "came after the copy" if self.copy else "%s in no anchor and no checkpoint yet" % ("was" if more == 1 else "were")
            return "unproven", "unproven: %s %s, the first is %s (%s)" % (
                counted(more, "record"),
                why,
                self.unproven[-1],
                told,
            )
        return "intact", "intact (%s)" % told

    def story(self):
        """What the manifest says, which is signed, and can't be checked without the archive."""
        lines = ["asked for: " + json.dumps(self.manifest["query"], sort_keys=True)]
        lines.append("counts: " + json.dumps(self.counts))
        lines += ["incomplete: " + ascii(gap) for gap in self.manifest["gaps"]]
        return "\n".join(lines)


def parse_time(text, up=False):
    match = re.fullmatch(r"(\d{4,5}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z", text)
    if not match:
        raise Broken("manifest.json", "has a time that is none")
    seconds = datetime.strptime(match.group(1), "%Y-%m-%dT%H:%M:%S") - datetime(1970, 1, 1)
    micros = int((match.group(2) or "0").ljust(9, "0")) / 1000  # what is below a microsecond is not kept
    return (seconds.days * 86400 + seconds.seconds) * 1000000 + (math.ceil(micros) if up else math.floor(micros))


class ProvenRow:
    __slots__ = ("event", "kind", "at", "retention", "commitment", "content_commitment", "covered")


class Segment:
    """Records of a chain, up to one that is signed."""

    def __init__(self, line, where):
        check_fields(
            line,
            where,
            segment=str,
            to=int,
            previousHash=str,
            checkpoint=TEXT_OR_NOT,
            signer=TEXT_OR_NOT,
            signature=TEXT_OR_NOT,
            **{"from": int},
        )
        self.chain = parse_uuid(line["segment"])
        self.first = self.following = line["from"]
        self.to = line["to"]
        self.previous = parse_hash(line["previousHash"])
        self.body = unhex(line["checkpoint"])
        self.signer = line["signer"]
        self.signed = line["signature"]
        self.signature = unhex(line["signature"]) or b""
        self.hashes = []
        if self.to < self.first or self.first < 0 or (self.first == 0 and self.previous != NO_HASH):
            raise Broken(where, "is no segment of a chain")

    def is_complete(self):
        return self.following > self.to

    def add(self, line, where, rows):
        check_fields(
            line,
            where,
            row=int,
            eventId=str,
            kind=str,
            happenedAt=int,
            retention=str,
            factCommitment=str,
            contentKey=TEXT_OR_NOT,
            contentDigest=TEXT_OR_NOT,
            contentCommitment=TEXT_OR_NOT,
        )
        if line["row"] != self.following or (self.chain, self.following) in rows:
            raise Broken(where, "is not the next record")
        row = ProvenRow()
        row.event, row.kind, row.at = line["eventId"], line["kind"], line["happenedAt"]
        row.retention, row.commitment = line["retention"], parse_hash(line["factCommitment"])
        row.content_commitment = unhex(line["contentCommitment"])
        if "" in (line["contentKey"], line["contentDigest"], line["contentCommitment"]):
            raise Broken(where, "has nothing where null stands for that")
        row.covered = True
        rows[(self.chain, self.following)] = row
        self.previous = sha256(
            encode(
                "earshot-archive-record-1",
                self.chain,
                self.following,
                self.previous,
                parse_uuid(row.event),
                row.kind,
                row.at,
                row.retention,
                row.commitment,
                line["contentKey"] or "",
                unhex(line["contentDigest"]) or b"",
                row.content_commitment or b"",
            )
        )
        self.hashes.append(self.previous)
        self.following += 1


def fingerprint(text):
    if not re.fullmatch("[0-9a-f]{64}", text.lower()):
        raise argparse.ArgumentTypeError("%r is no fingerprint: 64 digits 0-9 a-f" % text)
    return text.lower()


def main(arguments):
    parser = argparse.ArgumentParser(description="Verifies a dump of Earshot's archive, or an export.")
    parser.add_argument("dump", nargs="?", help="what `earshot admin archive dump` wrote")
    parser.add_argument(
        "--export", metavar="TARGET", help="what `earshot admin archive export` wrote: a folder or a ZIP"
    )
    anchors = parser.add_mutually_exclusive_group()
    anchors.add_argument("--against", metavar="ANCHORS", help="a copy of the anchors that somebody else keeps")
    anchors.add_argument("--anchors", metavar="ANCHORS", help="the node's own DATA/anchors")
    parser.add_argument(
        "--trust",
        metavar="FINGERPRINT",
        action="append",
        type=fingerprint,
        required=True,
        help="a key whose signatures count; may be repeated",
    )
    options = parser.parse_args(arguments)
    if (options.dump is None) == (options.export is None):
        parser.error("name a dump, or --export TARGET")
    if options.export and options.anchors:
        parser.error("an export is checked against a copy: --against ANCHORS")
    directory = options.against or options.anchors
    try:
        known = read_anchors(directory) if directory else []
        if options.against and not known:
            raise Unreadable("there is no CHAIN.anchors file, or no line with earshot-anchor, in %s" % options.against)
        if options.export:
            verifier = ExportVerifier(Export(options.export), set(options.trust), known, bool(options.against))
        else:
            verifier = Verifier(Dump(options.dump), set(options.trust), known, bool(options.against))
        verifier.verify()
        word, text = verifier.verdict()
    except Broken as e:
        print(e)
        return 1
    except (OSError, Unreadable, zipfile.BadZipFile) as e:
        print("earshot-verify: %s" % e, file=sys.stderr)
        return 1
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError, struct.error) as e:
        what = "%s is no export" % options.export if options.export else "%s is no dump of an archive" % options.dump
        print("earshot-verify: %s: %r" % (what, e), file=sys.stderr)
        return 1
    print(text)
    if options.export:
        print(verifier.story())
    return 0 if word == "intact" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
