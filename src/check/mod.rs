//! Syntax trees and catalog to a checked catalog: names, types, matrices, phases.
