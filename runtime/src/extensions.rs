//! What a transaction is checked for besides what FRAME's own extensions check.
//!
//! Each check stands in front of one of those and is invisible to clients, who see that extension
//! alone, with the data that it always had.
//!
//! - [`FreeLane`]: what nobody pays for has a share of each block, and nothing else gets into it;
//!   and what could not be dispatched is not taken for free;
//! - [`Bytes`]: each class has its share of a block's bytes;
//! - [`SessionActs`]: no more free acts of a session wait than the session has;
//! - [`Plain`]: what nobody signs has one form, so that nobody can alter it on its way.

use crate::{
	configs::{Allowed, BlockWeights},
	constants::MAX_BLOCK_BYTES,
	room, AccountId, Personhood, Readiness, Runtime, RuntimeCall, RuntimeOrigin, System,
	TxExtension,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::{fmt, marker::PhantomData};
use frame_support::{
	dispatch::{CheckIfFeeless, DispatchClass, DispatchInfo, DispatchResult, PostDispatchInfo},
	ensure,
	traits::{Contains, OriginTrait},
	weights::Weight,
};
use frame_system::{calculate_consumed_extrinsic_weight, AuthorizeCall, CheckNonce, CheckWeight};
use scale_info::{StaticTypeInfo, TypeInfo};
use sp_runtime::{
	traits::{
		AsTransactionAuthorizedOrigin, BlakeTwo256, Hash, Implication, TransactionExtension,
		TransactionExtensionMetadata, ValidateResult,
	},
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
		UnknownTransaction,
	},
};

/// A pool's code for a call that the chain takes from nobody at present. It may be sent again later.
pub const CALL_FILTERED: u8 = 250;
/// A pool's code for an act of an account that has no session in this epoch, or none with as many acts
/// left. It may be sent again later.
pub const NO_ACT_LEFT: u8 = 251;

/// A pool's code for what nobody signs and yet has a nonce, a tip, an end, or a metadata hash.
pub const NOT_PLAIN: u8 = 252;

/// A check of transactions that stands in front of the extension `S`.
pub trait Check<S> {
	/// Whether a transaction, signed or to be authorised, may go on.
	///
	/// # Errors
	/// If it may not.
	fn validate(
		extension: &S,
		origin: &RuntimeOrigin,
		call: &RuntimeCall,
		info: &DispatchInfo,
		len: usize,
	) -> Result<(), TransactionValidityError>;

	/// Whether a bare transaction may go on: an inherent, or what a pallet takes without a signature.
	///
	/// # Errors
	/// If it may not.
	fn validate_bare(
		_: &RuntimeCall,
		_: &DispatchInfo,
		_: usize,
	) -> Result<(), TransactionValidityError> {
		Ok(())
	}

	/// Notes that a transaction of either kind is taken into a block.
	///
	/// # Errors
	/// If it may not be, after what was taken before it.
	fn note(_: &RuntimeCall, _: &DispatchInfo, _: usize) -> Result<(), TransactionValidityError> {
		Ok(())
	}
}

/// The extension `S`, with the check `C` in front of it.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, PartialEq, Eq)]
pub struct Checked<S, C>(S, PhantomData<C>);

impl<S, C> From<S> for Checked<S, C> {
	fn from(extension: S) -> Self {
		Self(extension, PhantomData)
	}
}

impl<S: fmt::Debug, C> fmt::Debug for Checked<S, C> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.fmt(f)
	}
}

/// Clients see the extension.
impl<S: StaticTypeInfo, C: 'static> TypeInfo for Checked<S, C> {
	type Identity = S;

	fn type_info() -> scale_info::Type {
		S::type_info()
	}
}

impl<S, C> TransactionExtension<RuntimeCall> for Checked<S, C>
where
	S: TransactionExtension<RuntimeCall>,
	C: Check<S> + Clone + Eq + Send + Sync + 'static,
{
	const IDENTIFIER: &'static str = S::IDENTIFIER;
	type Implicit = S::Implicit;
	type Val = S::Val;
	type Pre = S::Pre;

	fn metadata() -> Vec<TransactionExtensionMetadata> {
		S::metadata()
	}

	fn implicit(&self) -> Result<S::Implicit, TransactionValidityError> {
		self.0.implicit()
	}

	fn weight(&self, call: &RuntimeCall) -> Weight {
		self.0.weight(call)
	}

	fn validate(
		&self,
		origin: RuntimeOrigin,
		call: &RuntimeCall,
		info: &DispatchInfo,
		len: usize,
		implicit: S::Implicit,
		implication: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<S::Val, RuntimeCall> {
		C::validate(&self.0, &origin, call, info, len)?;
		self.0.validate(origin, call, info, len, implicit, implication, source)
	}

	fn prepare(
		self,
		val: S::Val,
		origin: &RuntimeOrigin,
		call: &RuntimeCall,
		info: &DispatchInfo,
		len: usize,
	) -> Result<S::Pre, TransactionValidityError> {
		let pre = self.0.prepare(val, origin, call, info, len)?;
		C::note(call, info, len)?;
		Ok(pre)
	}

	fn post_dispatch_details(
		pre: S::Pre,
		info: &DispatchInfo,
		post_info: &PostDispatchInfo,
		len: usize,
		result: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		S::post_dispatch_details(pre, info, post_info, len, result)
	}

	fn bare_validate(call: &RuntimeCall, info: &DispatchInfo, len: usize) -> TransactionValidity {
		C::validate_bare(call, info, len)?;
		S::bare_validate(call, info, len)
	}

	fn bare_validate_and_prepare(
		call: &RuntimeCall,
		info: &DispatchInfo,
		len: usize,
	) -> Result<(), TransactionValidityError> {
		C::validate_bare(call, info, len)?;
		S::bare_validate_and_prepare(call, info, len)?;
		C::note(call, info, len)
	}

	fn bare_post_dispatch(
		info: &DispatchInfo,
		post_info: &mut PostDispatchInfo,
		len: usize,
		result: &DispatchResult,
	) -> Result<(), TransactionValidityError> {
		S::bare_post_dispatch(info, post_info, len, result)
	}
}

/// Keeps the block's free share for those for whom it is: what authorises itself, and sessions.
///
/// The share is that of the class `Operational`, and a call's class does not depend on who sends it.
/// So whoever signs such a call is turned away: it would fail, and yet take room from those who need
/// no fee. An act of a session goes on only if it is free, for otherwise it would fail too. Some calls of
/// FRAME's own have that class; only the sudo key may sign those, in `sudo`. Nobody else may sign any
/// call of that pallet: these may be as long as a block.
///
/// What the call filter would refuse is not authorised: it would be taken, would fail, and leave its
/// proof as good as it was, so that one proof could be sent for ever.
#[derive(Clone, PartialEq, Eq)]
pub struct FreeLane;

impl FreeLane {
	/// Whether somebody may sign a call of the class that has the free share.
	fn check_signed(
		origin: &RuntimeOrigin,
		who: &AccountId,
		call: &RuntimeCall,
	) -> Result<(), TransactionValidityError> {
		match call {
			RuntimeCall::Personhood(pallet_personhood::Call::as_alias { call: inner, .. }) => {
				Personhood::check_session_call(inner)
					.map_err(|refusal| InvalidTransaction::Custom(refusal.code()))?;
				ensure!(Allowed::contains(call), UnknownTransaction::Custom(CALL_FILTERED));
				ensure!(call.is_feeless(origin), UnknownTransaction::Custom(NO_ACT_LEFT));
			}
			// Anybody may bring the code that was authorised, and nobody any other; once a session, if it is refused.
			RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { code }) => {
				let authorised = System::authorized_upgrade().ok_or(InvalidTransaction::Call)?;
				ensure!(!Readiness::was_tried(), UnknownTransaction::Custom(CALL_FILTERED));
				// It begins with the code's hash, which is not told otherwise.
				let hash = BlakeTwo256::hash(code);
				let is_it = authorised.using_encoded(|said| said.starts_with(hash.as_bytes()));
				ensure!(is_it, InvalidTransaction::Call);
			}
			RuntimeCall::Sudo(_) => {
				let is_key = pallet_sudo::Key::<Runtime>::get().as_ref() == Some(who);
				ensure!(is_key, InvalidTransaction::Call);
			}
			_ => return Err(InvalidTransaction::Call.into()),
		}
		Ok(())
	}

	/// Whether the free share has room for one more. Asked before anything costly is done about it.
	fn has_room(info: &DispatchInfo, len: usize) -> bool {
		let weights = BlockWeights::get();
		let needs = calculate_consumed_extrinsic_weight::<RuntimeCall>(&weights, info, len);
		let used = *System::block_weight().get(info.class);
		let share = weights.get(info.class).max_total;
		share.is_none_or(|share| used.saturating_add(needs).all_lte(share))
	}
}

/// Whether a call brings a runtime that was authorised.
fn brings_code(call: &RuntimeCall) -> bool {
	matches!(call, RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { .. }))
}

impl Check<AuthorizeCall<Runtime>> for FreeLane {
	/// Nobody brings code for nothing: it could be refused, and be brought again.
	fn validate_bare(
		call: &RuntimeCall,
		_: &DispatchInfo,
		_: usize,
	) -> Result<(), TransactionValidityError> {
		ensure!(!brings_code(call), InvalidTransaction::Call);
		Ok(())
	}

	fn note(
		call: &RuntimeCall,
		_: &DispatchInfo,
		_: usize,
	) -> Result<(), TransactionValidityError> {
		if brings_code(call) {
			Readiness::note_tried();
		}
		Ok(())
	}

	fn validate(
		_: &AuthorizeCall<Runtime>,
		origin: &RuntimeOrigin,
		call: &RuntimeCall,
		info: &DispatchInfo,
		len: usize,
	) -> Result<(), TransactionValidityError> {
		if let Some(who) = origin.as_signer() {
			if info.class == DispatchClass::Operational || matches!(call, RuntimeCall::Sudo(_)) {
				Self::check_signed(origin, who, call)?;
			}
		} else if !origin.is_transaction_authorized() {
			ensure!(Allowed::contains(call), UnknownTransaction::Custom(CALL_FILTERED));
			ensure!(Self::has_room(info, len), InvalidTransaction::ExhaustsResources);
		}
		Ok(())
	}
}

/// Keeps a block's bytes for each class: see [`room`].
#[derive(Clone, PartialEq, Eq)]
pub struct Bytes;

impl Bytes {
	/// The class whose share a transaction fills. An upgrade of the runtime is as long as the runtime: it
	/// has no share, as what the chain does itself has none.
	fn class(call: &RuntimeCall, info: &DispatchInfo) -> DispatchClass {
		match call {
			RuntimeCall::Sudo(_)
			| RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { .. }) => {
				DispatchClass::Mandatory
			}
			_ => info.class,
		}
	}

	/// Refuses what says that it takes more of a proof of storage than any does. Nobody makes such proofs here, and nobody
	/// pays for their size: two transactions that say so could fill a block.
	fn check_proof_size(info: &DispatchInfo) -> Result<(), TransactionValidityError> {
		let size = info.total_weight().proof_size();
		ensure!(size <= MAX_BLOCK_BYTES.into(), InvalidTransaction::Call);
		Ok(())
	}

	fn filled(class: DispatchClass, len: usize) -> Result<u32, TransactionValidityError> {
		room::Pallet::<Runtime>::with(class, len)
			.ok_or(InvalidTransaction::ExhaustsResources.into())
	}
}

impl Check<CheckWeight<Runtime>> for Bytes {
	fn validate(
		_: &CheckWeight<Runtime>,
		_: &RuntimeOrigin,
		call: &RuntimeCall,
		info: &DispatchInfo,
		len: usize,
	) -> Result<(), TransactionValidityError> {
		Self::check_proof_size(info)?;
		Self::filled(Self::class(call, info), len).map(drop)
	}

	fn validate_bare(
		call: &RuntimeCall,
		info: &DispatchInfo,
		len: usize,
	) -> Result<(), TransactionValidityError> {
		Self::check_proof_size(info)?;
		Self::filled(Self::class(call, info), len).map(drop)
	}

	fn note(
		call: &RuntimeCall,
		info: &DispatchInfo,
		len: usize,
	) -> Result<(), TransactionValidityError> {
		let class = Self::class(call, info);
		room::Pallet::<Runtime>::note(class, Self::filled(class, len)?);
		Ok(())
	}
}

/// Bounds what waits for free in a session's name. Each act is free as long as the session has one
/// left, and that is true of all that are sent at once; so their nonces may go no further than what
/// is left.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionActs;

impl Check<CheckNonce<Runtime>> for SessionActs {
	fn validate(
		nonce: &CheckNonce<Runtime>,
		origin: &RuntimeOrigin,
		call: &RuntimeCall,
		_: &DispatchInfo,
		_: usize,
	) -> Result<(), TransactionValidityError> {
		let Some(who) = origin.as_signer() else { return ensure_plain(nonce) };
		if !call.is_feeless(origin) {
			return Ok(());
		}
		let left = Personhood::session(who).map_or(0, |session| session.acts_left);
		let ahead = nonce.0.saturating_sub(System::account_nonce(who));
		ensure!(ahead < left, UnknownTransaction::Custom(NO_ACT_LEFT));
		Ok(())
	}
}

/// Whether these bytes say nothing: no nonce, no tip, no end, and no metadata hash.
fn ensure_plain(extension: &impl Encode) -> Result<(), TransactionValidityError> {
	let is_plain = extension.using_encoded(|bytes| bytes.iter().all(|byte| *byte == 0));
	ensure!(is_plain, InvalidTransaction::Custom(NOT_PLAIN));
	Ok(())
}

/// Lets what nobody signs have no other form than the plain one. Its proof is about its call alone, so
/// whoever sees it could else send it with another nonce or end, as another transaction: the first would
/// be refused as a lesser copy of the second, which dies before its time.
#[derive(Clone, PartialEq, Eq)]
pub struct Plain;

impl Plain {
	/// Whether the extensions of a transaction that nobody signs say nothing.
	pub(crate) fn is(extension: &TxExtension) -> bool {
		ensure_plain(extension).is_ok()
	}
}

impl<S: Encode> Check<S> for Plain {
	fn validate(
		extension: &S,
		origin: &RuntimeOrigin,
		_: &RuntimeCall,
		_: &DispatchInfo,
		_: usize,
	) -> Result<(), TransactionValidityError> {
		match origin.as_signer() {
			Some(_) => Ok(()),
			None => ensure_plain(extension),
		}
	}
}
