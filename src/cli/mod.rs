//! The command line: reads arguments and files, calls the library, prints.
