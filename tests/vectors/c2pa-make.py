# Makes c2pa.json and c2pa-tampered.json with C2PA's own SDK, of which c2patool is made too:
#
#     pip install c2pa-python==0.38.1 && python c2pa-make.py
#
# An image of one pixel, edited from another one that has a manifest too, both signed with keys that
# are thrown away. What is kept is the report that `c2patool FILE --detailed` prints, and the image
# before its manifest was put into it. Tampered with is the other image: a pixel of it was changed after it was
# signed. It is reported by itself, and as what an image was edited from that has nothing wrong otherwise.

import base64
import datetime
import io
import json
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


def manifest(title, assertions):
    return {
        "title": title,
        "claim_generator_info": [{"name": "census-vectors", "version": "1"}],
        "assertions": assertions,
    }


creation = {"label": "c2pa.actions.v2", "data": {"actions": [
    {"action": "c2pa.created", "digitalSourceType": IPTC + "digitalCapture"},
]}}
photograph = signed(manifest("photograph.png", [creation]), png(10))

actions = {"label": "c2pa.actions.v2", "data": {"actions": [
    {"action": "c2pa.opened", "parameters": {"ingredientIds": ["photograph"]}},
    {"action": "c2pa.edited", "digitalSourceType": IPTC + "compositeWithTrainedAlgorithmicMedia"},
]}}
mining = {"label": "cawg.training-mining", "data": {"entries": {
    "cawg.data_mining": {"use": "allowed"},
    "cawg.ai_inference": {"use": "constrained", "constraint_info": "ask"},
    "cawg.ai_training": {"use": "notAllowed"},
    "cawg.ai_generative_training": {"use": "notAllowed"},
}}}
work = {"label": "stds.schema-org.CreativeWork", "kind": "Json", "data": {
    "@context": "https://schema.org", "@type": "CreativeWork",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "author": [{"@type": "Person", "name": "Nobody"}],
}}
binding = {"label": "c2pa.soft-binding", "data": {
    "alg": "com.example.fingerprint.1", "pad": "",
    "blocks": [{"scope": {}, "value": "yv66vg=="}],
}}
about = {"title": "photograph.png", "relationship": "parentOf", "label": "photograph"}
prompt = {"title": "prompt.png", "relationship": "inputTo"}
image = signed(
    manifest("picture.png", [actions, mining, work, binding]),
    png(20),
    [(about, photograph), (prompt, png(30))],
)


def report(image):
    return json.loads(c2pa.Reader("image/png", io.BytesIO(image)).detailed_json())


def pixel(image):
    return image[image.index(b"IDAT") - 4:image.index(b"IEND") - 4]


def write(name, vector):
    with open(name, "w") as file:
        json.dump(vector, file, indent="\t")
        file.write("\n")


write("c2pa.json", {
    "sdk": c2pa.sdk_version(),
    "image": base64.b64encode(png(20)).decode(),
    "photograph": base64.b64encode(png(10)).decode(),
    "report": report(image),
})

tampered = photograph.replace(pixel(png(10)), pixel(png(11)))
assert tampered != photograph
child = signed(manifest("picture.png", [actions]), png(20), [(about, tampered)])
write("c2pa-tampered.json", {
    "sdk": c2pa.sdk_version(), "tampered": report(tampered), "child": report(child),
})
