use super::*;
use census_vectors::semaphore::verification_keys;
use serde_json::{json, Value};

/// The project's own circuit's keys, as the verifier has them: `alpha, beta, gamma`, then `delta`
/// and `IC` for each depth.
const EMBEDDED: &[u8] = include_bytes!("../../../../../zk/groth16/data/semaphore-4.13.0.bin");
const SHARED_BYTES: usize = 64 + 2 * 128;
const DEPTH_BYTES: usize = 128 + 5 * 64;

/// The key of one depth as snarkjs writes it.
fn of_depth(keys: &Value, depth: usize) -> Value {
	let mut key = keys.clone();
	for part in ["vk_delta_2", "IC"] {
		key[part] = keys[part][depth - 1].clone();
	}
	key
}

/// A key and a proof of another project: see `pallets/circuits/data/README.md`.
fn unirep() -> Value {
	let unirep = include_str!("../../../../../pallets/circuits/data/unirep-epoch-key-lite.json");
	serde_json::from_str(unirep).unwrap()
}

fn key(json: &Value) -> Result<VerifyingKey, String> {
	read(&json.to_string())
}

fn proof(json: &Value) -> Result<Proof, String> {
	read(&json.to_string())
}

#[test]
fn published_keys_are_read_as_the_verifier_has_them() {
	let keys = verification_keys();
	let (shared, own) = EMBEDDED.split_at(SHARED_BYTES);
	for (depth, own) in (1..=32).zip(own.chunks(DEPTH_BYTES)) {
		let bytes = [shared, own].concat();
		assert_eq!(key(&of_depth(&keys, depth)), Ok(VerifyingKey { bytes, inputs: 4 }));
	}
}

#[test]
fn a_proof_is_read_in_the_order_of_the_precompiles() {
	let json = &unirep()["proof"];
	let number = |pointer: &str| json.pointer(pointer).unwrap().as_str().unwrap();
	let Proof(points) = proof(json).unwrap();
	let expected = [
		"/pi_a/0",
		"/pi_a/1",
		"/pi_b/0/1",
		"/pi_b/0/0",
		"/pi_b/1/1",
		"/pi_b/1/0",
		"/pi_c/0",
		"/pi_c/1",
	];
	assert_eq!(points.map(|word| word.to_string()), expected.map(number));
}

#[test]
fn public_signals_are_read_in_their_order() {
	let signals: PublicSignals = read(&unirep()["publicSignals"].to_string()).unwrap();
	let written: Vec<_> = signals.0.iter().map(Word::to_string).collect();
	assert_eq!(json!(written), unirep()["publicSignals"]);
	assert_eq!(read::<PublicSignals>("[]"), Ok(PublicSignals(vec![])));
}

#[test]
fn a_missing_or_misshapen_part_is_named() {
	let whole = unirep()["verificationKey"].clone();
	for part in [
		"protocol",
		"curve",
		"nPublic",
		"vk_alpha_1",
		"vk_beta_2",
		"vk_gamma_2",
		"vk_delta_2",
		"IC",
	] {
		let mut without = whole.clone();
		without.as_object_mut().unwrap().remove(part);
		assert!(key(&without).unwrap_err().contains(part));
		let mut other = whole.clone();
		other[part] = json!({});
		assert!(key(&other).is_err(), "{part}");
	}
	// What follows from the rest is not looked at.
	let mut without = whole.clone();
	without.as_object_mut().unwrap().remove("vk_alphabeta_12");
	assert_eq!(key(&without), key(&whole));

	for part in ["pi_a", "pi_b", "pi_c"] {
		let mut without = unirep()["proof"].clone();
		without.as_object_mut().unwrap().remove(part);
		assert!(proof(&without).unwrap_err().contains(part));
	}
}

/// Files that are taken for keys of snarkjs' Groth16, cut short. Told is what they are, not which of
/// a key's points they lack.
#[test]
fn keys_of_other_kinds_are_told_apart() {
	let g1 = json!(["1", "2", "1"]);
	let plonk = json!({
		"protocol": "plonk", "curve": "bn128", "nPublic": 1, "power": 3, "k1": "2", "k2": "3",
		"Qm": g1, "Ql": g1, "Qr": g1, "Qo": g1, "Qc": g1, "S1": g1, "S2": g1, "S3": g1,
		"X_2": [["1", "2"], ["3", "4"], ["1", "0"]], "w": "5",
	});
	assert!(key(&plonk).unwrap_err().contains(&Flaw::Protocol.to_string()));
	let g1 = json!(["0x01", "0x02"]);
	let g2 = json!([["0x01", "0x02"], ["0x03", "0x04"]]);
	let zokrates = json!({
		"scheme": "g16", "curve": "bn128",
		"alpha": g1, "beta": g2, "gamma": g2, "delta": g2, "gamma_abc": [g1, g1],
	});
	assert!(key(&zokrates).unwrap_err().contains(&Flaw::Kind.to_string()));
	for other in [json!({}), json!({ "pi_a": ["1", "2", "1"] }), json!({ "abi": [] })] {
		assert!(key(&other).unwrap_err().contains(&Flaw::Kind.to_string()));
	}
	let plonk =
		json!({ "A": ["1", "2", "1"], "eval_a": "5", "protocol": "plonk", "curve": "bn128" });
	assert!(proof(&plonk).unwrap_err().contains(&Flaw::Protocol.to_string()));
}

/// A circuit of circom without public signals.
#[test]
fn a_key_without_inputs_is_read() {
	let mut json = unirep()["verificationKey"].clone();
	json["nPublic"] = json!(0);
	json["IC"] = json!([json["IC"][0]]);
	let VerifyingKey { bytes, inputs } = key(&json).unwrap();
	assert_eq!((bytes.len(), inputs), (448 + 64, 0));
	assert_eq!(bytes[..], key(&unirep()["verificationKey"]).unwrap().bytes[..512]);
}

/// What stands in the wrong order is a key's bytes all the same: its points are off their curve, as
/// the chain finds out.
#[test]
fn swapped_halves_are_read_as_they_stand() {
	for coordinates in 1..=2 {
		let whole = unirep()["verificationKey"].clone();
		let mut swapped = whole.clone();
		for point in ["vk_beta_2", "vk_gamma_2"] {
			for coordinate in 0..coordinates {
				swapped[point][coordinate].as_array_mut().unwrap().swap(0, 1);
			}
		}
		let [whole, swapped] = [whole, swapped].map(|json| key(&json).unwrap().bytes);
		for point in [64, 192] {
			for (place, half) in (point..point + 64 * coordinates).step_by(32).enumerate() {
				let other = if place % 2 == 0 { half + 32 } else { half - 32 };
				assert_eq!(swapped[half..half + 32], whole[other..other + 32]);
			}
		}
		assert_ne!(swapped, whole);
	}
}

#[test]
fn each_flaw_is_told() {
	let refused = |pointer: &str, value: Value, flaw: Flaw| {
		let mut json = unirep()["verificationKey"].clone();
		*json.pointer_mut(pointer).unwrap() = value;
		let error = key(&json).unwrap_err();
		assert!(error.contains(&flaw.to_string()), "{pointer}: {error}");
	};
	refused("/protocol", json!("plonk"), Flaw::Protocol);
	refused("/curve", json!("bls12381"), Flaw::Curve);
	for count in [json!(0), json!(2), json!(4), json!(u64::MAX)] {
		refused("/nPublic", count, Flaw::InputCount);
	}
	refused("/IC", json!([]), Flaw::InputCount);
	// snarkjs' points at infinity.
	for point in ["/vk_alpha_1", "/IC/0", "/IC/3"] {
		refused(point, json!(["0", "1", "0"]), Flaw::Infinity);
		refused(&format!("{point}/2"), json!("2"), Flaw::Projective);
	}
	for point in ["/vk_beta_2", "/vk_gamma_2", "/vk_delta_2"] {
		refused(point, json!([["0", "0"], ["1", "0"], ["0", "0"]]), Flaw::Infinity);
		refused(&format!("{point}/2"), json!(["0", "1"]), Flaw::Projective);
	}
	for (pointer, value, flaw) in [
		("/protocol", json!("fflonk"), Flaw::Protocol),
		("/curve", json!("bls12381"), Flaw::Curve),
		("/pi_a", json!(["0", "1", "0"]), Flaw::Infinity),
		("/pi_b", json!([["0", "0"], ["1", "0"], ["0", "0"]]), Flaw::Infinity),
		("/pi_c/2", json!("3"), Flaw::Projective),
	] {
		let mut json = unirep()["proof"].clone();
		*json.pointer_mut(pointer).unwrap() = value;
		assert!(proof(&json).unwrap_err().contains(&flaw.to_string()), "{pointer}");
	}
}

#[test]
fn a_proof_may_leave_out_what_is_the_same_in_all() {
	let whole = unirep()["proof"].clone();
	let mut bare = whole.clone();
	bare.as_object_mut().unwrap().remove("protocol");
	bare.as_object_mut().unwrap().remove("curve");
	assert_eq!(proof(&bare), proof(&whole));
}

#[test]
fn numbers_are_decimal_or_hexadecimal_and_of_256_bits() {
	for bad in ["", "-1", "1.5", "1e3", "0x", "0xg", " 1"] {
		assert!(read::<PublicSignals>(&json!([bad]).to_string()).is_err(), "{bad}");
	}
	let above = format!("1{}", "0".repeat(78));
	assert!(read::<PublicSignals>(&json!([above]).to_string()).is_err());
	let signals = read::<PublicSignals>(r#"["0x2a", "42"]"#).unwrap();
	assert_eq!(signals.0[0], signals.0[1]);
}

#[test]
fn more_than_the_most_is_refused() {
	let signals = |count: usize| read::<PublicSignals>(&json!(vec!["1"; count]).to_string());
	assert!(signals(MAX_INPUTS).is_ok());
	assert!(signals(MAX_INPUTS + 1).unwrap_err().contains("at most 64"));

	let mut json = unirep()["verificationKey"].clone();
	let with = |json: &mut Value, inputs: usize| {
		json["nPublic"] = json!(inputs);
		json["IC"] = json!(vec![json["IC"][0].clone(); inputs + 1]);
		key(json)
	};
	assert_eq!(with(&mut json, MAX_INPUTS).unwrap().inputs, MAX_INPUTS);
	assert!(json.to_string().len() * 2 < MAX_JSON_BYTES);
	assert!(with(&mut json, MAX_INPUTS + 1).unwrap_err().contains("at most 65"));

	let long = format!("[{}]", " ".repeat(MAX_JSON_BYTES));
	assert!(read::<PublicSignals>(&long).unwrap_err().contains("longer"));
}

#[test]
fn no_text_makes_it_panic() {
	let whole = unirep()["verificationKey"].to_string();
	for end in (0..whole.len()).step_by(7) {
		assert!(read::<VerifyingKey>(&whole[..end]).is_err());
	}
	for text in ["", "null", "[]", "{}", "[[[[", "\u{0}", "1e999"] {
		assert!(read::<VerifyingKey>(text).is_err() && read::<Proof>(text).is_err());
	}
	let deep = "[".repeat(MAX_JSON_BYTES);
	assert!(read::<VerifyingKey>(&deep).is_err());
	assert!(read::<PublicSignals>(&deep).is_err());
}

#[test]
fn what_is_written_is_read_as_the_same() {
	let json = unirep();
	let key = key(&of_depth(&verification_keys(), 7)).unwrap();
	assert_eq!(read(&serde_json::to_string(&key).unwrap()), Ok(key));
	let proof = proof(&json["proof"]).unwrap();
	let written = serde_json::to_value(&proof).unwrap();
	for part in ["pi_a", "pi_b", "pi_c"] {
		assert_eq!(written[part], json["proof"][part]);
	}
	assert_eq!(read(&written.to_string()), Ok(proof));
}
