//! Semaphore's published verifying keys, put into the embedded form.

use census_zk_types::Word;
use serde_json::Value;

/// A number of the JSON, 32 big-endian bytes.
fn number(value: &Value) -> [u8; 32] {
	value.as_str().and_then(|text| text.parse::<Word>().ok()).expect("a decimal string").0
}

/// `x, y` of a projective point whose third coordinate is 1.
fn g1(point: &Value) -> Vec<u8> {
	assert_eq!(point[2], "1");
	[number(&point[0]), number(&point[1])].concat()
}

/// `x.c1, x.c0, y.c1, y.c0`; the JSON has `c0` first.
fn g2(point: &Value) -> Vec<u8> {
	assert_eq!(point[2], serde_json::json!(["1", "0"]));
	let [x, y] = [&point[0], &point[1]];
	[number(&x[1]), number(&x[0]), number(&y[1]), number(&y[0])].concat()
}

/// The embedded file: `alpha, beta, gamma`, then `delta, IC[0], ..., IC[4]` for depth 1 to 32.
pub(crate) fn embedded(keys: &Value) -> Vec<u8> {
	assert_eq!(keys["nPublic"], 4);
	let mut bytes =
		[g1(&keys["vk_alpha_1"]), g2(&keys["vk_beta_2"]), g2(&keys["vk_gamma_2"])].concat();
	for depth in 1..=32 {
		bytes.extend(g2(&keys["vk_delta_2"][depth - 1]));
		for point in 0..=4 {
			bytes.extend(g1(&keys["IC"][depth - 1][point]));
		}
	}
	bytes
}
