package io.transship.manager.policy.expression;

/**
 * What is wrong with an expression.
 *
 * @param line of the expression, from 1
 * @param column in that line, from 1
 * @param message what is wrong, without a full stop
 */
public record ExpressionProblem(int line, int column, String message) {}
