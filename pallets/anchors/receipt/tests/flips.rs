//! No byte of a receipt can be changed, and no bytes at all make the verifier panic.

mod common;

use census_receipt::{Header, Receipt, Refusal, Trust, MAX_RECEIPT_BYTES};
use common::{receipt, verify, verify_text};
use proptest::prelude::*;

#[test]
fn every_byte_flipped_in_turn_is_refused() {
	let (receipt, trust) = receipt();
	let text = receipt.to_text().unwrap();
	assert!(verify_text(&text, &trust).is_ok());
	for at in 0..text.len() {
		for flip in [0x01, 0x20, 0x80, 0xff] {
			let mut changed = text.clone();
			changed[at] ^= flip;
			assert!(verify_text(&changed, &trust).is_err(), "byte {at} flipped by {flip:#x}");
		}
	}
}

/// Below the text: every bit of every byte that is written in hexadecimal.
#[test]
fn every_bit_of_every_part_flipped_in_turn_is_refused() {
	let (good, trust) = receipt();
	let parts: [fn(&mut Receipt) -> &mut Vec<u8>; 8] = [
		|receipt| &mut receipt.leaf,
		|receipt| receipt.details.as_mut().unwrap(),
		|receipt| &mut receipt.handovers[0].header,
		|receipt| &mut receipt.handovers[0].justification,
		|receipt| &mut receipt.handovers[1].header,
		|receipt| &mut receipt.handovers[1].justification,
		|receipt| &mut receipt.checkpoint.header,
		|receipt| &mut receipt.checkpoint.justification,
	];
	let mut flipped = 0;
	for part in parts {
		let length = part(&mut good.clone()).len();
		for at in 0..8 * length {
			let mut changed = good.clone();
			part(&mut changed)[at / 8] ^= 1 << (at % 8);
			assert!(verify(&changed, &trust).is_err(), "bit {at}");
			flipped += 1;
		}
	}
	assert!(flipped > 10_000);
}

#[test]
fn a_receipt_has_one_text_only() {
	let (receipt, trust) = receipt();
	let text = String::from_utf8(receipt.to_text().unwrap()).unwrap();
	let refused = |text: String| {
		assert_eq!(verify_text(text.as_bytes(), &trust), Err(Refusal::NotAReceipt));
	};
	refused(format!("{text}\n"));
	refused(format!(" {text}"));
	refused(text.replacen(',', ", ", 1));
	refused(text.replacen("0x2a", "0x2A", 1));
	refused(text.replacen("\"version\":1", "\"version\":2", 1));
	refused(text.replacen("\"version\":1", "\"version\":1,\"version\":1", 1));
	refused(text.replacen("\"version\":1", "\"version\":1,\"more\":1", 1));
	refused(text.replacen("census-receipt", "census-receipts", 1));
	refused(text.replacen("\"count\":21", "\"count\":21.0", 1));
	refused(text.replacen("\"count\":21", "\"count\":2.1e1", 1));
}

#[test]
fn a_text_that_is_too_long_is_not_read() {
	let (_, trust) = receipt();
	let long = vec![b' '; MAX_RECEIPT_BYTES + 1];
	assert_eq!(verify_text(&long, &trust), Err(Refusal::TooLong));
}

proptest! {
	#[test]
	fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
		let (mut receipt, trust) = receipt();
		let _ = verify_text(&bytes, &trust);
		let _ = Trust::from_text(&bytes);
		let _ = Header::read(&bytes);
		receipt.checkpoint.justification = bytes.clone();
		prop_assert!(verify(&receipt, &trust).is_err());
		receipt.checkpoint.header = bytes.clone();
		receipt.leaf = bytes;
		prop_assert!(verify(&receipt, &trust).is_err());
	}

	/// Any piece of a good receipt cut out, doubled or moved.
	#[test]
	fn no_piece_can_be_moved(from in any::<usize>(), length in 1usize..200, to in any::<usize>()) {
		let (receipt, trust) = receipt();
		let text = receipt.to_text().unwrap();
		let from = from % (text.len() - length);
		let piece = text[from..from + length].to_vec();
		let mut cut = text.clone();
		cut.drain(from..from + length);
		prop_assert!(verify_text(&cut, &trust).is_err());
		let mut doubled = text.clone();
		let to = to % text.len();
		doubled.splice(to..to, piece);
		prop_assert!(verify_text(&doubled, &trust).is_err());
	}
}
