# Makes c2pa-signed.json: what `toManifest` of `clients/js/c2pa.mjs` writes of what is said of an anchor, and
# what C2PA's own SDK reports of an image that it signed with that definition:
#
#     pip install c2pa-python==0.38.1 && python c2pa-signed.py
#
# It runs `toManifest` with node, where `npm ci` was run.

import json
import subprocess

from c2pa_sdk import IPTC, png, reduced, report, signed, write

TITLE = "t.png"
USES = {"dataMining": "allowed", "aiInference": "constrained", "aiTraining": "notAllowed"}
BINDING = {"algorithm": "com.example.fingerprint.1", "value": "0xcafebabe"}


def parents(*relations):
    return [{"anchor": anchor, "relation": relation} for anchor, relation in enumerate(relations, 1)]


# Nothing at all, no source type, a component alone; and a creation and an edit with all that can be said.
SAID = [
    {},
    {"licence": "CC-BY-4.0"},
    {"parents": parents("componentOf")},
    {"parents": parents("inputTo", "componentOf"), "sourceType": IPTC + "trainedAlgorithmicMedia"},
    {
        "parents": parents("inputTo", "parentOf"), "sourceType": IPTC + "compositeWithTrainedAlgorithmicMedia",
        "licence": "https://creativecommons.org/licenses/by/4.0/", "uses": USES, "softBinding": BINDING,
    },
]
SCRIPT = """
import { toManifest } from "../../clients/js/c2pa.mjs";
const said = JSON.parse(process.argv[1]);
console.log(JSON.stringify(said.map((one) => toManifest(one, process.argv[2]))));
"""
written = subprocess.run(
    ["node", "--input-type=module", "-e", SCRIPT, json.dumps(SAID), TITLE],
    check=True, capture_output=True, text=True,
).stdout

entries = []
for said, definition in zip(SAID, json.loads(written)):
    generator = {"claim_generator_info": [{"name": "census-vectors", "version": "1"}]}
    ingredients = [(about, png(30)) for about in definition["ingredients"]]
    image = signed({**definition, **generator, "ingredients": []}, png(20), ingredients)
    entries.append({"said": said, "definition": definition, "report": reduced(report(image))})
write("c2pa-signed.json", {"title": TITLE, "entries": entries})
