import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  freeHandle,
  isTransformed,
  markersOf,
  stripInsertions,
} from '../../../instrumentations/transform/markers.js';

const { inserted, suffix } = markersOf('$cm');

describe('stripInsertions()', () => {
  it('takes out what was inserted and puts back what was taken away', () => {
    const text = `a${inserted('b(')}c${inserted(')')} function ${inserted('', 'onData')}() {} #m${suffix()}()`;
    assert.equal(stripInsertions(text), 'ac function onData() {} #m()');
  });

  it('leaves a text alone that only looks like it', () => {
    const text = "/*$cm>*/ const a = '/*<$cm*/'; $cm(); $cm/*-$cm1*/";
    assert.equal(stripInsertions(text), text);
  });

  it('leaves the insertions of another handle alone when it knows the handle', () => {
    const text = `${inserted('a')}${markersOf('$cm1').inserted('b')}$cm1`;
    assert.equal(stripInsertions(text, '$cm1'), `${inserted('a')}$cm1`);
    assert.equal(stripInsertions(text), '$cm1');
  });
});

describe('freeHandle()', () => {
  it('gives a name that does not occur', () => {
    assert.equal(freeHandle('const a = 1'), '$cm');
    assert.equal(freeHandle('const $cm = 1'), '$cm1');
    assert.equal(freeHandle('$cm$cm1x'), '$cm2');
  });
});

describe('isTransformed()', () => {
  it('knows a file by its own function alone', () => {
    assert.equal(isTransformed(inserted('function $cm(n,v,k){}')), true);
    assert.equal(isTransformed(inserted('$cm(1,2)')), false);
  });
});
