//! How frames get to a peer that reads as fast as it likes.

use super::frame::{Frame, MAX_FRAME_BYTES};
use codec::Encode;
use futures::{future::BoxFuture, FutureExt};
use sc_network::MessageSink;
use std::sync::{
	atomic::{AtomicUsize, Ordering},
	Arc,
};
use tokio::sync::mpsc::{channel, Sender};

/// How many frames wait for a peer that does not read: wants and answers, which it has asked for, and offers,
/// which are repeated.
const MAX_ANSWERS: usize = 128;
const MAX_OFFERS: usize = 16;
/// How many bytes of them: the longest body, twice. What finds no room is not said.
const MAX_UNSENT_BYTES: usize = 2 * MAX_FRAME_BYTES as usize;
/// What takes frames to a peer, as fast as it reads: answers first.
pub(super) struct Wire {
	answers: Sender<Vec<u8>>,
	offers: Sender<Vec<u8>>,
	/// How many bytes are on their way.
	unsent: Arc<AtomicUsize>,
}

impl Wire {
	/// The wire, and what is to run until it is dropped.
	pub(super) fn new(sink: Box<dyn MessageSink>) -> (Self, BoxFuture<'static, ()>) {
		let (answers, mut next_answer) = channel::<Vec<u8>>(MAX_ANSWERS);
		let (offers, mut next_offer) = channel::<Vec<u8>>(MAX_OFFERS);
		let unsent = Arc::new(AtomicUsize::new(0));
		let wire = Self { answers, offers, unsent: unsent.clone() };
		let run = async move {
			loop {
				let frame = tokio::select! {
					biased;
					Some(frame) = next_answer.recv() => frame,
					Some(frame) = next_offer.recv() => frame,
					else => break,
				};
				let bytes = frame.len();
				if sink.send_async_notification(frame).await.is_err() {
					break;
				}
				unsent.fetch_sub(bytes, Ordering::Relaxed);
			}
		};
		(wire, run.boxed())
	}

	/// Sends a frame, unless too much waits. Returns whether it is sent.
	pub(super) fn send(&self, frame: &Frame) -> bool {
		let queue = match frame {
			Frame::Offers(_) => &self.offers,
			Frame::Wants(_) | Frame::Bodies(_) | Frame::Gone(_) => &self.answers,
		};
		let frame = frame.encode();
		let bytes = frame.len();
		let unsent = self.unsent.fetch_add(bytes, Ordering::Relaxed);
		let sent = unsent + bytes <= MAX_UNSENT_BYTES && queue.try_send(frame).is_ok();
		if !sent {
			self.unsent.fetch_sub(bytes, Ordering::Relaxed);
		}
		sent
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::gossip::frame::Offer;
	use async_trait::async_trait;
	use census_runtime::Hash;
	use codec::DecodeAll;
	use sc_network::error::Error;
	use sp_runtime::OpaqueExtrinsic;
	use std::sync::Mutex;
	use tokio::sync::Semaphore;

	/// A peer that reads as many frames as it is told to.
	struct Peer {
		reads: Semaphore,
		read: Mutex<Vec<Frame>>,
	}

	struct Sink(Arc<Peer>);

	#[async_trait]
	impl MessageSink for Sink {
		fn send_sync_notification(&self, _: Vec<u8>) {
			unreachable!("it drops what finds no room")
		}

		async fn send_async_notification(&self, frame: Vec<u8>) -> Result<(), Error> {
			self.0.reads.acquire().await.unwrap().forget();
			self.0.read.lock().unwrap().push(Frame::decode_all(&mut &frame[..]).unwrap());
			Ok(())
		}
	}

	fn offers() -> Frame {
		Frame::Offers(vec![Offer { hash: Hash::zero(), bytes: 1 }])
	}

	fn bodies(bytes: usize) -> Frame {
		Frame::Bodies(vec![OpaqueExtrinsic::from_blob(vec![0; bytes])])
	}

	#[tokio::test]
	async fn answers_come_first_and_a_peer_that_does_not_read_is_sent_a_bounded_number() {
		let peer = Arc::new(Peer { reads: Semaphore::new(0), read: Mutex::default() });
		let (wire, run) = Wire::new(Box::new(Sink(peer.clone())));
		assert_eq!((0..1_000).filter(|_| wire.send(&offers())).count(), MAX_OFFERS);
		assert_eq!((0..1_000).filter(|_| wire.send(&bodies(10))).count(), MAX_ANSWERS);
		let running = tokio::spawn(run);
		peer.reads.add_permits(MAX_OFFERS + MAX_ANSWERS);
		drop(wire);
		running.await.unwrap();
		let read = peer.read.lock().unwrap();
		assert_eq!(read.len(), MAX_OFFERS + MAX_ANSWERS);
		assert!(read[..MAX_ANSWERS].iter().all(|frame| *frame == bodies(10)));
	}

	#[tokio::test]
	async fn what_is_long_is_bounded_by_its_bytes_and_there_is_room_again_when_it_is_read() {
		let peer = Arc::new(Peer { reads: Semaphore::new(0), read: Mutex::default() });
		let (wire, run) = Wire::new(Box::new(Sink(peer.clone())));
		let long = bodies(MAX_UNSENT_BYTES / 4);
		assert_eq!((0..10).filter(|_| wire.send(&long)).count(), 3);
		let running = tokio::spawn(run);
		peer.reads.add_permits(3);
		while wire.unsent.load(Ordering::Relaxed) > 0 {
			tokio::task::yield_now().await;
		}
		assert!(wire.send(&long));
		peer.reads.add_permits(1);
		drop(wire);
		running.await.unwrap();
		assert_eq!(peer.read.lock().unwrap().len(), 4);
	}
}
