//! What is forged with coefficients that somebody could guess gets by the wasm build no more than by the
//! native one, which `census-zk-host` sees to.

use census_groth16::VerifyError;
use census_verdicts::WasmCalls;
use census_zk_testing::forgery::{
	batches_with_16_equal_bits, FORGERS, GUESSES, WITHOUT_THE_LAST_TOUCH,
};

/// With every guess the three proofs of any statements, and every forger with a hash that leaves out what
/// the forger makes last.
#[test]
fn wasm_refuses_what_is_forged() {
	let wasm = WasmCalls::new().unwrap();
	let of_any = GUESSES.iter().map(|(_, guess)| FORGERS[0].1(guess));
	let by_any = FORGERS.iter().map(|(_, forger)| forger(&WITHOUT_THE_LAST_TOUCH));
	for batch in of_any.chain(by_any).chain(batches_with_16_equal_bits()) {
		let (proofs, inputs) = (batch.proofs.concat(), batch.inputs.concat());
		let first = (batch.forged[0] as u64) << 32 | VerifyError::FalseProof as u64;
		assert_eq!(wasm.verify_batch(&batch.key, &proofs, &inputs).unwrap(), first);
	}
}
