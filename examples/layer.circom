pragma circom 2.1.0;

// One layer of a quantised network, as the circuit of a proven lease:
//
//	y = relu(W x + b) >> 7
//
// with weights and inputs of 8 bits and biases of 16, all signed. It shows commitments to the model
// (W and b), to the input (x) and to the output (y), and the binding to an epoch of a lease.
//
// A commitment is the Poseidon hash of the numbers, packed into one: the first in the lowest bits,
// each with an offset that leaves none negative.

include "bitify.circom";
include "poseidon.circom";

// Numbers of `bits` bits, packed into one.
template Packed(count, bits) {
	signal input in[count];
	signal output out;
	component fits[count];
	var sum = 0;
	for (var i = 0; i < count; i++) {
		fits[i] = Num2Bits(bits);
		fits[i].in <== in[i];
		sum += in[i] * 2 ** (bits * i);
	}
	out <== sum;
}

// relu(in) >> shift, for -2^(bits-1) <= in < 2^(bits-1).
template ReluShift(bits, shift) {
	signal input in;
	signal output out;
	component whole = Num2Bits(bits);
	whole.in <== in + 2 ** (bits - 1);
	var magnitude = 0;
	for (var i = shift; i < bits - 1; i++) {
		magnitude += whole.out[i] * 2 ** (i - shift);
	}
	// The highest bit says that `in` is not negative; then the others are its own.
	out <== whole.out[bits - 1] * magnitude;
}

template Layer(neurons, width) {
	signal input modelCommitment;
	signal input inputCommitment;
	signal input outputCommitment;
	signal input binding;

	signal input weights[neurons][width];
	signal input biases[neurons];
	signal input x[width];

	component packedWeights = Packed(neurons * width, 8);
	component packedBiases = Packed(neurons, 16);
	for (var n = 0; n < neurons; n++) {
		for (var i = 0; i < width; i++) {
			packedWeights.in[n * width + i] <== weights[n][i] + 128;
		}
		packedBiases.in[n] <== biases[n] + 32768;
	}
	var model = packedWeights.out + packedBiases.out * 2 ** (8 * neurons * width);
	signal committedModel <== Poseidon(1)([model]);
	committedModel === modelCommitment;

	component packedInput = Packed(width, 8);
	for (var i = 0; i < width; i++) {
		packedInput.in[i] <== x[i] + 128;
	}
	signal committedInput <== Poseidon(1)([packedInput.out]);
	committedInput === inputCommitment;

	// Of up to 30 inputs, |W x + b| is below 2^19.
	signal products[neurons][width];
	component packedOutput = Packed(neurons, 12);
	for (var n = 0; n < neurons; n++) {
		var sum = biases[n];
		for (var i = 0; i < width; i++) {
			products[n][i] <== weights[n][i] * x[i];
			sum += products[n][i];
		}
		packedOutput.in[n] <== ReluShift(20, 7)(sum);
	}
	signal committedOutput <== Poseidon(1)([packedOutput.out]);
	committedOutput === outputCommitment;

	// A proof holds for the public inputs with which it was made and no others. This only keeps the
	// compiler from dropping one that is used nowhere else.
	signal bound <== binding * binding;
}

component main {
	public [modelCommitment, inputCommitment, outputCommitment, binding]
} = Layer(3, 6);
