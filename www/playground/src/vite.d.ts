/** Modules that the bundler makes. */
/// <reference types="vite/client" />
