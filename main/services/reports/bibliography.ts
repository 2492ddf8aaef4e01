/** Works that a report refers to, as BibTeX. */
const works = {
  kingma2015: `@inproceedings{kingma2015,
  author = {Kingma, Diederik P. and Ba, Jimmy},
  title = {Adam: A Method for Stochastic Optimization},
  booktitle = {3rd International Conference on Learning Representations},
  year = {2015},
  eprint = {1412.6980},
  archivePrefix = {arXiv}
}`,
  ledig2017: `@inproceedings{ledig2017,
  author = {Ledig, Christian and others},
  title = {Photo-Realistic Single Image Super-Resolution Using a Generative Adversarial Network},
  booktitle = {IEEE Conference on Computer Vision and Pattern Recognition},
  year = {2017},
  eprint = {1609.04802},
  archivePrefix = {arXiv}
}`,
  lim2017: `@inproceedings{lim2017,
  author = {Lim, Bee and Son, Sanghyun and Kim, Heewon and Nah, Seungjun and Lee, Kyoung Mu},
  title = {Enhanced Deep Residual Networks for Single Image Super-Resolution},
  booktitle = {IEEE Conference on Computer Vision and Pattern Recognition Workshops},
  year = {2017},
  eprint = {1707.02921},
  archivePrefix = {arXiv}
}`,
  zhang2018: `@inproceedings{zhang2018,
  author = {Zhang, Yulun and Li, Kunpeng and Li, Kai and Wang, Lichen and Zhong, Bineng and Fu, Yun},
  title = {Image Super-Resolution Using Very Deep Residual Channel Attention Networks},
  booktitle = {European Conference on Computer Vision},
  year = {2018},
  eprint = {1807.02758},
  archivePrefix = {arXiv}
}`,
  liang2021: `@inproceedings{liang2021,
  author = {Liang, Jingyun and Cao, Jiezhang and Sun, Guolei and Zhang, Kai and Van Gool, Luc and Timofte, Radu},
  title = {SwinIR: Image Restoration Using Swin Transformer},
  booktitle = {IEEE International Conference on Computer Vision Workshops},
  year = {2021},
  eprint = {2108.10257},
  archivePrefix = {arXiv}
}`,
  ronneberger2015: `@inproceedings{ronneberger2015,
  author = {Ronneberger, Olaf and Fischer, Philipp and Brox, Thomas},
  title = {U-Net: Convolutional Networks for Biomedical Image Segmentation},
  booktitle = {Medical Image Computing and Computer-Assisted Intervention},
  year = {2015},
  eprint = {1505.04597},
  archivePrefix = {arXiv}
}`,
  loshchilov2019: `@inproceedings{loshchilov2019,
  author = {Loshchilov, Ilya and Hutter, Frank},
  title = {Decoupled Weight Decay Regularization},
  booktitle = {7th International Conference on Learning Representations},
  year = {2019},
  eprint = {1711.05101},
  archivePrefix = {arXiv}
}`,
  johnson2016: `@inproceedings{johnson2016,
  author = {Johnson, Justin and Alahi, Alexandre and Fei-Fei, Li},
  title = {Perceptual Losses for Real-Time Style Transfer and Super-Resolution},
  booktitle = {European Conference on Computer Vision},
  year = {2016},
  eprint = {1603.08155},
  archivePrefix = {arXiv}
}`,
  goodfellow2014: `@inproceedings{goodfellow2014,
  author = {Goodfellow, Ian J. and others},
  title = {Generative Adversarial Nets},
  booktitle = {Advances in Neural Information Processing Systems 27},
  year = {2014},
  eprint = {1406.2661},
  archivePrefix = {arXiv}
}`,
  jolicoeur2019: `@inproceedings{jolicoeur2019,
  author = {Jolicoeur-Martineau, Alexia},
  title = {The Relativistic Discriminator: a Key Element Missing from Standard {GAN}},
  booktitle = {7th International Conference on Learning Representations},
  year = {2019},
  eprint = {1807.00734},
  archivePrefix = {arXiv}
}`,
  charbonnier1994: `@inproceedings{charbonnier1994,
  author = {Charbonnier, Pierre and Blanc-F{\\'e}raud, Laure and Aubert, Gilles and Barlaud, Michel},
  title = {Two Deterministic Half-Quadratic Regularization Algorithms for Computed Imaging},
  booktitle = {1st International Conference on Image Processing},
  volume = {2},
  pages = {168--172},
  year = {1994},
  doi = {10.1109/ICIP.1994.413553}
}`,
  wang2004: `@article{wang2004,
  author = {Wang, Zhou and Bovik, Alan C. and Sheikh, Hamid R. and Simoncelli, Eero P.},
  title = {Image Quality Assessment: From Error Visibility to Structural Similarity},
  journal = {IEEE Transactions on Image Processing},
  volume = {13},
  number = {4},
  pages = {600--612},
  year = {2004},
  doi = {10.1109/TIP.2003.819861}
}`,
  efron1979: `@article{efron1979,
  author = {Efron, Bradley},
  title = {Bootstrap Methods: Another Look at the Jackknife},
  journal = {The Annals of Statistics},
  volume = {7},
  number = {1},
  pages = {1--26},
  year = {1979},
  doi = {10.1214/aos/1176344552}
}`,
  keys1981: `@article{keys1981,
  author = {Keys, Robert G.},
  title = {Cubic Convolution Interpolation for Digital Image Processing},
  journal = {IEEE Transactions on Acoustics, Speech, and Signal Processing},
  volume = {29},
  number = {6},
  pages = {1153--1160},
  year = {1981},
  doi = {10.1109/TASSP.1981.1163711}
}`,
  duchon1979: `@article{duchon1979,
  author = {Duchon, Claude E.},
  title = {Lanczos Filtering in One and Two Dimensions},
  journal = {Journal of Applied Meteorology},
  volume = {18},
  number = {8},
  pages = {1016--1022},
  year = {1979}
}`,
  wiener1949: `@book{wiener1949,
  author = {Wiener, Norbert},
  title = {Extrapolation, Interpolation, and Smoothing of Stationary Time Series},
  publisher = {Wiley},
  year = {1949}
}`,
  richardson1972: `@article{richardson1972,
  author = {Richardson, William Hadley},
  title = {Bayesian-Based Iterative Method of Image Restoration},
  journal = {Journal of the Optical Society of America},
  volume = {62},
  number = {1},
  pages = {55--59},
  year = {1972},
  doi = {10.1364/JOSA.62.000055}
}`,
  lucy1974: `@article{lucy1974,
  author = {Lucy, L. B.},
  title = {An Iterative Technique for the Rectification of Observed Distributions},
  journal = {The Astronomical Journal},
  volume = {79},
  pages = {745--754},
  year = {1974},
  doi = {10.1086/111605}
}`,
  smilkov2019: `@inproceedings{smilkov2019,
  author = {Smilkov, Daniel and others},
  title = {{TensorFlow.js}: Machine Learning for the Web and Beyond},
  booktitle = {Proceedings of Machine Learning and Systems 1},
  year = {2019},
  eprint = {1901.05350},
  archivePrefix = {arXiv}
}`,
  onnxruntime: `@misc{onnxruntime,
  author = {{ONNX Runtime developers}},
  title = {{ONNX Runtime}},
  howpublished = {https://onnxruntime.ai}
}`,
} as const

export type Work = keyof typeof works

/** The entries of these works, each once, in the order of their names. */
export function bibtex(used: Iterable<Work>): string {
  return [...new Set(used)]
    .toSorted()
    .map(work => works[work])
    .join('\n\n')
}

/** How a text points to works: their keys, as LaTeX's \cite takes them, after a blank; nothing where there are none. */
export const cite = (...used: readonly Work[]): string => (used.length === 0 ? '' : ` [${used.join(', ')}]`)
