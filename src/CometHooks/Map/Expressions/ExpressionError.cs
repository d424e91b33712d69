namespace CometHooks.Map.Expressions;

/// <summary>Why an expression cannot be compiled or has no value.</summary>
/// <param name="Message">What is wrong and what to write instead.</param>
/// <param name="Offset">Where in the expression's text, from 0.</param>
/// <param name="Length">How many characters are meant; 0 at the end of the text.</param>
internal sealed record ExpressionError(string Message, int Offset, int Length);
