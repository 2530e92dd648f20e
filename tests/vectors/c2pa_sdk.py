# What the scripts beside it need of C2PA's own SDK: images of one pixel, signed with keys that are thrown
# away, and reports, as `c2patool FILE --detailed` prints them.

import datetime
import io
import json
import re
import struct
import zlib

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def png(shade):
    def chunk(kind, data):
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def certificate(name, key, issuer, issuer_key, authority):
    now = datetime.datetime(2026, 1, 1)
    usage = x509.KeyUsage(
        digital_signature=not authority, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority,
        crl_sign=authority, encipher_only=False, decipher_only=False,
    )
    of = lambda text: x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Census test vectors"),
        x509.NameAttribute(NameOID.COMMON_NAME, text),
    ])
    builder = (
        x509.CertificateBuilder()
        .subject_name(of(name)).issuer_name(of(issuer)).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now).not_valid_after(now + datetime.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )
    if not authority:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
    return builder.sign(issuer_key, hashes.SHA256())


def signer():
    authority, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    pem = lambda one: one.public_bytes(serialization.Encoding.PEM)
    chain = pem(certificate("Signer", key, "Authority", authority, False))
    chain += pem(certificate("Authority", authority, "Authority", authority, True))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    info = c2pa.C2paSignerInfo(b"es256", chain, private, None)
    return c2pa.Signer.from_info(info)


def signed(manifest, image, ingredients=()):
    builder = c2pa.Builder(json.dumps(manifest))
    for about, data in ingredients:
        builder.add_ingredient(json.dumps(about), "image/png", io.BytesIO(data))
    output = io.BytesIO()
    builder.sign(signer(), "image/png", io.BytesIO(image), output)
    return output.getvalue()


def report(image, kind="image/png"):
    return json.loads(c2pa.Reader(kind, io.BytesIO(image)).detailed_json())


READ = re.compile(
    r"(c2pa\.(actions|hash\.\w+|ingredient|training-mining|soft-binding)|cawg\.training-mining"
    r"|stds\.schema-org\.CreativeWork)(\.v\d+)?(__\d+)?$"
)
CUT = {"pad", "thumbnail", "when", "merkle", "author", "explanation", "parameters", "changes",
       "claimSignature", "documentID", "instanceID", "instanceId", "softwareAgent"}


def without(value):
    if isinstance(value, dict):
        return {key: without(one) for key, one in value.items() if key not in CUT}
    if isinstance(value, list):
        # Assertions that match say nothing that the hash of the asset does not.
        kept = [one for one in value if not (isinstance(one, dict) and one.get("code") == "assertion.hashedURI.match")]
        return [without(one) for one in kept]
    return value


def reduced(found):
    """A report without what nobody reads here, its manifests numbered in the order of their labels."""
    manifests = {
        label: {
            "claim": {"alg": manifest["claim"].get("alg")},
            "assertion_store": {
                one: assertion for one, assertion in manifest["assertion_store"].items() if READ.match(one)
            },
        }
        for label, manifest in found["manifests"].items()
    }
    text = json.dumps(without({**found, "manifests": manifests}))
    for number, label in enumerate(sorted(found["manifests"])):
        text = text.replace(label, f"urn:c2pa:{number}")
    return json.loads(text)


def write(name, vector):
    with open(name, "w") as file:
        json.dump({"sdk": c2pa.sdk_version(), **vector}, file, indent="\t", sort_keys=True)
        file.write("\n")
