"""The parts of the generative model behind :mod:`typfrage.survey.synthesis`."""
