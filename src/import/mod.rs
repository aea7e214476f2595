//! Files in other forms to the model: CSV price lists.
