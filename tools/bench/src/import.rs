//! Importing a block of Semaphore proofs, a transaction each, with each accelerator that saves work on and
//! off. All cores: a node has no other use for them meanwhile.

use crate::{
	chain::Chain,
	groups::{together, Published},
	row::{medians, Row},
};
use census_runtime::{opaque::Block, RuntimeCall};
use census_zk_host::accelerators::{set_accelerators, Accelerators};
use std::cell::{Cell, RefCell};

/// Proofs in the block.
const PROOFS: u32 = 500;
/// How often each contestant imports such a block.
const ROUNDS: usize = 7;
/// The circuit's depth; all depths cost the same.
const DEPTH: u8 = 20;

/// Measures imports.
pub(crate) fn run() -> Vec<Row> {
	let chain = Chain::new();
	let published = Published::new(DEPTH);
	let mut nonce = 0;
	let groups = together(&chain, &mut nonce, published.groups(0, PROOFS));
	chain.advance(&groups);
	// Their roots are accepted in the next block.
	let transactions: Vec<_> = (nonce..)
		.zip(0..PROOFS)
		.map(|(nonce, group)| {
			let proof = published.form(group.into()).into();
			let call = pallet_groups::Call::validate_proof { group, proof };
			chain.signed(nonce, RuntimeCall::Groups(call))
		})
		.collect();

	// With the proofs remembered, making blocks is quick.
	set_accelerators(Accelerators::ALL);
	let mark = Cell::new(0);
	let blocks: Vec<Block> = (0..4 * ROUNDS)
		.map(|_| {
			mark.set(mark.get() + 1);
			let block = chain.make(mark.get(), &transactions);
			assert_eq!(block.extrinsics.len(), PROOFS as usize + 1, "a block holds them all");
			block
		})
		.collect();
	let blocks = RefCell::new(blocks);
	let import = |accelerators, known: bool| {
		if !known {
			set_accelerators(Accelerators::NONE);
		}
		set_accelerators(accelerators);
		let block = blocks.borrow_mut().pop().expect("each is imported once");
		let time = chain.import(block, false).expect("the block was made by the same runtime");
		time.as_nanos() as f64
	};
	let [off, unseen, all, known] = medians(
		ROUNDS,
		[
			&mut || import(Accelerators::NONE, false),
			&mut || import(Accelerators { batch: false, ..Accelerators::ALL }, false),
			&mut || import(Accelerators::ALL, false),
			// The contestant before it has left the proofs behind.
			&mut || import(Accelerators { batch: false, ..Accelerators::ALL }, true),
		],
	);
	set_accelerators(Accelerators::NONE);

	let row = |what, ours_ns| Row { what, ours_ns, peer: "no accelerator", peer_ns: off };
	vec![
		row("import a block of 500 proof transactions, all accelerators, two cores", all),
		row("the same, proofs remembered since an earlier block or fork", known),
		row("the same, nothing remembered and no proofs verified together", unseen),
	]
}
