//! What the documentation of a trait promises, as tests over anything that implements it.
//!
//! Each sentence is a function over a subject: the stand-in, or the real pallet on its own mock. A macro
//! makes one test of each, so that a sentence that does not hold is named for both.

pub mod circuits;
pub mod persons;

/// One test for each sentence of a contract, over a subject.
#[doc(hidden)]
#[macro_export]
macro_rules! __hold {
	($subject:ty, $contract:ident: $( $sentence:ident, )*) => {
		$(
			#[test]
			fn $sentence() {
				$crate::contracts::$contract::$sentence::<$subject>();
			}
		)*
	};
}
