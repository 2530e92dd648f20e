//! A Semaphore identity: a private key, the secret derived from it, and the commitment that stands
//! in a group.

use crate::{
	baby_jubjub, blake512,
	field::element,
	input::{hash_to_field, Scope},
	Error,
};
use base64::{
	alphabet, decoded_len_estimate,
	engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
	Engine,
};
use census_zk_types::FieldElement;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The longest private key that [`Identity::import`] reads, in bytes.
pub const MAX_KEY_BYTES: usize = 1 << 16;

/// Writes padding, reads with or without it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
	&alphabet::STANDARD,
	GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// An identity of Semaphore v4, the same as `@semaphore-protocol/identity` makes from the same
/// private key.
///
/// What is secret, and what tells whose it is, is overwritten when dropped. It stands on the heap, so
/// that an identity that is moved leaves no copy behind. `Debug` shows the commitment alone.
pub struct Identity(Box<Parts>);

#[derive(Default)]
struct Parts {
	private_key: Vec<u8>,
	secret: [u8; 32],
	public_key: (FieldElement, FieldElement),
	commitment: FieldElement,
}

impl Drop for Parts {
	fn drop(&mut self) {
		let Self { private_key, secret, public_key, commitment } = self;
		private_key.zeroize();
		secret.zeroize();
		public_key.zeroize();
		commitment.zeroize();
	}
}

impl ZeroizeOnDrop for Parts {}
impl ZeroizeOnDrop for Identity {}

impl Identity {
	/// The identity of a private key: any bytes, or a text's UTF-8.
	pub fn new(private_key: impl AsRef<[u8]>) -> Self {
		let mut parts = Box::<Parts>::default();
		parts.private_key = private_key.as_ref().to_vec();
		let digest = blake512::hash(&parts.private_key);
		let mut limbs: Zeroizing<[u64; 4]> = Zeroizing::new(core::array::from_fn(|limb| {
			u64::from_le_bytes(core::array::from_fn(|byte| digest[8 * limb + byte]))
		}));
		// RFC 8032's pruning, and the cofactor divided out.
		limbs[0] &= !7;
		limbs[3] = limbs[3] & (u64::MAX >> 1) | 1 << 62;
		let shifted = Zeroizing::new(core::array::from_fn(|limb| {
			limbs[limb] >> 3 | limbs.get(limb + 1).map_or(0, |above| above << 61)
		}));
		let scalar = Zeroizing::new(baby_jubjub::reduce(*shifted));

		let public_key = Zeroizing::new(baby_jubjub::public_key(&scalar));
		parts.public_key = (element(&public_key.0), element(&public_key.1));
		for (bytes, limb) in parts.secret.rchunks_exact_mut(8).zip(scalar.iter()) {
			bytes.copy_from_slice(&limb.to_be_bytes());
		}
		parts.commitment = census_poseidon::hash(&parts.public_key.0, &parts.public_key.1);
		Self(parts)
	}

	/// An identity of 32 random bytes from the operating system.
	///
	/// # Errors
	/// [`Error::Randomness`] if it has none.
	pub fn random() -> Result<Self, Error> {
		let mut key = Zeroizing::new([0; 32]);
		getrandom::fill(&mut *key).map_err(Error::Randomness)?;
		Ok(Self::new(key.as_slice()))
	}

	/// The private key in base64, as npm's `export` writes it.
	pub fn export(&self) -> Zeroizing<String> {
		Zeroizing::new(BASE64.encode(&self.0.private_key))
	}

	/// The identity of a private key in base64, as [`export`](Self::export) and npm's write it. What
	/// is no base64 is an error; npm would skip it and give another identity.
	///
	/// # Errors
	/// [`Error::Base64`]; also for more than [`MAX_KEY_BYTES`].
	pub fn import(text: &str) -> Result<Self, Error> {
		if text.len() > MAX_KEY_BYTES.div_ceil(3) * 4 {
			return Err(Error::Base64);
		}
		let text = text.trim();
		// Decoded into a buffer of ours, which is overwritten also if the text's end is no base64. The
		// decoder's own error would quote the key.
		let mut key = Zeroizing::new(vec![0; decoded_len_estimate(text.len())]);
		let length = BASE64.decode_slice(text, &mut key).map_err(|_| Error::Base64)?;
		Ok(Self::new(&key[..length]))
	}

	/// The private key.
	pub fn private_key(&self) -> &[u8] {
		&self.0.private_key
	}

	/// The secret scalar, 32 big-endian bytes below the order of Baby Jubjub's subgroup.
	pub fn secret_scalar(&self) -> &[u8; 32] {
		&self.0.secret
	}

	/// The public key, a point of Baby Jubjub.
	pub fn public_key(&self) -> (FieldElement, FieldElement) {
		self.0.public_key
	}

	/// The commitment, which is the identity's leaf in a group.
	pub fn commitment(&self) -> FieldElement {
		self.0.commitment
	}

	/// The identity's nullifier in a scope.
	pub fn nullifier(&self, scope: &Scope) -> FieldElement {
		census_poseidon::hash(&hash_to_field(&scope.0), &self.secret_element())
	}

	/// The secret scalar as an element of the field.
	pub(crate) fn secret_element(&self) -> Zeroizing<FieldElement> {
		Zeroizing::new(
			FieldElement::try_from(self.0.secret)
				.expect("the subgroup's order is below the field's modulus; qed"),
		)
	}
}

impl fmt::Debug for Identity {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_struct("Identity").field("commitment", &self.0.commitment).finish_non_exhaustive()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use census_zk_types::Word;

	#[test]
	fn the_example_of_the_npm_package() {
		let identity = Identity::new("privateKey");
		let secret = Word(*identity.secret_scalar()).to_string();
		assert_eq!(
			secret,
			"1319709833472015827730826418408303647941748850729897255051940662182776719635"
		);
		assert_eq!(
			identity.commitment().to_string(),
			"11372478937056182347300323057848769551333725898578571354328589544822167334484"
		);
		assert_eq!(&**identity.export(), "cHJpdmF0ZUtleQ==");
	}

	#[test]
	fn comes_back_from_its_export() {
		let identity = Identity::random().unwrap();
		let again = Identity::import(&identity.export()).unwrap();
		assert_eq!(again.commitment(), identity.commitment());
		let bare = identity.export().trim_end_matches('=').to_string();
		assert_eq!(Identity::import(&bare).unwrap().private_key(), identity.private_key());
		assert!(matches!(Identity::import("not base64!"), Err(Error::Base64)));
		assert!(matches!(Identity::import(&"A".repeat(1 << 20)), Err(Error::Base64)));
	}

	#[test]
	fn debug_shows_no_secret() {
		let identity = Identity::new("privateKey");
		let shown = format!("{identity:?}");
		let commitment = format!("{:?}", identity.commitment());
		assert_eq!(shown, format!("Identity {{ commitment: {commitment}, .. }}"));
	}
}
