//! Standing facts: claims and the relations they make.
