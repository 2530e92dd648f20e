# Makes c2pa-public.json: what C2PA's own SDK reports of public files, without what nobody reads here.
#
#     pip install c2pa-python==0.38.1 && python c2pa-public.py CHECKOUTS
#
# CHECKOUTS holds the repositories that are named below, each under its own owner and name
# (`contentauth/c2pa-rs`), at the commits that are named. Manifests are numbered; thumbnails, authors,
# certificates and explanations are left out. What is kept is what the SDK printed.

import pathlib
import sys

from c2pa_sdk import reduced, report, write

RS = ("contentauth/c2pa-rs", "24d17555beafb70c15e1e1e4054ac3c06fbba1c0", "MIT OR Apache-2.0")
PYTHON = ("contentauth/c2pa-python", "b02c48116b5165b3011fc1553021a9ef183fe47a", "MIT OR Apache-2.0")
TS = ("TrustNXT/c2pa-ts", "639e4292f27d628ed50becbf497ba4c7525a3de0", "Apache-2.0")
EXTENSION = ("microsoft/c2pa-extension-validator", "514dc188e0c3c7a3f76cdb0a4fa794e2cb1d05e7", "MIT")

FILES = [
    (RS, "cli/tests/fixtures/C_with_CAWG_data.jpg", "image/jpeg"),
    (RS, "sdk/src/identity/tests/fixtures/validation_method/pad1_invalid.jpg", "image/jpeg"),
    (RS, "sdk/src/identity/tests/fixtures/claim_aggregation/adobe_connected_identities.jpg", "image/jpeg"),
    (RS, "sdk/tests/fixtures/CIE-sig-CA.jpg", "image/jpeg"),
    (RS, "sdk/tests/fixtures/adobe-20220124-E-clm-CAICAI.jpg", "image/jpeg"),
    (RS, "sdk/tests/fixtures/update_manifest.jpg", "image/jpeg"),
    (RS, "sdk/tests/fixtures/legacy.mp4", "video/mp4"),
    (RS, "sdk/tests/fixtures/express-signed.pdf", "application/pdf"),
    (RS, "sdk/tests/fixtures/CA_ct.jpg", "image/jpeg"),
    (PYTHON, "tests/fixtures/files-for-reading-tests/CIE-sig-CA.jpg", "image/jpeg"),
    (PYTHON, "tests/fixtures/files-for-reading-tests/sample1_signed.wav", "audio/wav"),
    (TS, "tests/fixtures/trustnxt-icon-signed-v2-bmff.heic", "image/heic"),
    (EXTENSION, "test/media/DALL-E_cloud_surfing_puppy.webp", "image/webp"),
    (EXTENSION, "test/media/cards_expired_without_timestamp.jpg", "image/jpeg"),
]

reports = [
    {
        "file": f"https://github.com/{name}/blob/{commit}/{path}",
        "licence": licence,
        "report": reduced(report((pathlib.Path(sys.argv[1]) / name / path).read_bytes(), kind)),
    }
    for (name, commit, licence), path, kind in FILES
]
write("c2pa-public.json", {"files": reports})
