# Makes c2pa.json and c2pa-tampered.json with C2PA's own SDK, of which c2patool is made too:
#
#     pip install c2pa-python==0.38.1 && python c2pa-make.py
#
# An image of one pixel, edited from another one that has a manifest too, both signed with keys that
# are thrown away. What is kept is the report that `c2patool FILE --detailed` prints, and the image
# before its manifest was put into it. Tampered with is the other image: a pixel of it was changed after it was
# signed. It is reported by itself, and as what an image was edited from that has nothing wrong otherwise.

import base64

from c2pa_sdk import IPTC, png, report, signed, write


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


def pixel(image):
    return image[image.index(b"IDAT") - 4:image.index(b"IEND") - 4]


write("c2pa.json", {
    "image": base64.b64encode(png(20)).decode(),
    "photograph": base64.b64encode(png(10)).decode(),
    "report": report(image),
})

tampered = photograph.replace(pixel(png(10)), pixel(png(11)))
assert tampered != photograph
child = signed(manifest("picture.png", [actions]), png(20), [(about, tampered)])
write("c2pa-tampered.json", {
    "tampered": report(tampered), "child": report(child),
})
