//! Why a quote is as it is: the waterfall as a tree, and the rules that did not fire.
