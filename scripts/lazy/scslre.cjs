// Stands in for `scslre` in the bundles, so that its tables are built when the first expression is looked at.
exports.analyse = (...args) => require('../../node_modules/scslre/index.js').analyse(...args);
