//! Which JSON numbers are read: those that a JavaScript client cannot have made of others.

use census_zk_types::Word;

fn read(json: &str) -> Result<Word, String> {
	serde_json::from_str(json).map_err(|error| error.to_string())
}

#[test]
fn numbers_are_read_as_far_as_javascript_keeps_them() {
	assert_eq!(read("0"), Ok(Word::from(0)));
	assert_eq!(read("9007199254740991"), Ok(Word::from((1 << 53) - 1)));
	assert_eq!(read("\"9007199254740993\""), Ok(Word::from((1 << 53) + 1)));
}

#[test]
fn numbers_that_may_have_been_bent_are_refused_in_words() {
	for bent in [
		"9007199254740992",
		"9007199254740993",
		"18446744073709551615",
		"18446744073709551616",
		// As people write them who leave out the quotation marks (iden3/snarkjs#380).
		"27549996431251171061305577147178678807925181188326658003246492937374128957",
		// As JavaScript prints that.
		"2.754999643125117e+73",
	] {
		let words = "write numbers above 9007199254740991 (2^53 - 1) as strings";
		let error = read(bent).unwrap_err();
		assert!(error.contains(words), "{bent}: {error}");
	}
}

#[test]
fn what_is_no_number_is_refused_for_that() {
	for other in ["-1", "null", "true", "[1]", "{}"] {
		let error = read(other).unwrap_err();
		assert!(error.contains("a 256-bit number"), "{other}: {error}");
	}
}
