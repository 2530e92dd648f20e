//! Verifies a receipt offline: `verify TRUST RECEIPT [FILE]`.
//!
//! TRUST is what to trust (`census-trust`), RECEIPT the receipt. With FILE, the receipt must be that
//! file's. Prints what is proven and ends with 0, or why it is refused and ends with 1.

use census_receipt::{file, verify_text, Trust};
use std::{error::Error, fs, process::ExitCode};

fn main() -> ExitCode {
	match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
		Ok(verdict) => {
			println!("{verdict}");
			ExitCode::SUCCESS
		}
		Err(refusal) => {
			eprintln!("Refused: {refusal}.");
			ExitCode::FAILURE
		}
	}
}

fn run(arguments: &[String]) -> Result<String, Box<dyn Error>> {
	let (trust, receipt, of) = match arguments {
		[trust, receipt] => (trust, receipt, None),
		[trust, receipt, of] => (trust, receipt, Some(of)),
		_ => return Err("usage: verify TRUST RECEIPT [FILE]".into()),
	};
	let trust = Trust::from_text(&fs::read(trust)?)?;
	let verdict = verify_text(&fs::read(receipt)?, &trust)?;
	if let Some(of) = of {
		let digest = verdict.digest().ok_or("the receipt is of no anchor")?;
		if !verdict.proves(&file::digest(digest.algorithm, fs::File::open(of)?)?) {
			return Err("the receipt is another file's".into());
		}
	}
	Ok(verdict.to_string())
}
